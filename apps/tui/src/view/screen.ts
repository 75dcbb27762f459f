/**
 * The whole screen as rows of text with tones. Room is shared out from the top: verdict, peers, writes, story, keys.
 *
 *    quoll  3 of 3 up, survives 1 failure                 epoch 5, led by 3 for 12 s
 *    connect  127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183
 *
 *    peer  role         phase       last zxid   lag  clients   fsync  note
 *       1  F following  broadcast      5:1187     0        2    2 ms
 *    ▸  3  L leading    broadcast      5:1187     -        1    1 ms
 *
 *    writes/s  1,204    ▁▁▂▃▅▇▇▆▅▅▆▇█▇▆▅
 *   ── what happened ──────────────────────────────────────────────────────────────
 *    09:03:04.120      writes were possible again after about 84 ms
 *    ↑↓ select  k kill  ? help  q quit
 */
import type { Model } from '../model/model.ts'
import { judge } from '../model/verdict.ts'
import { footer, question } from './footer.ts'
import { header } from './header.ts'
import { helpPage } from './help.ts'
import { EMPTY, type Line, span } from './line.ts'
import { peersTable } from './peers-table.ts'
import { storyPanel } from './story-panel.ts'
import { throughputPanel } from './throughput-panel.ts'

export type Size = { readonly columns: number; readonly rows: number }

export const SMALLEST: Size = { columns: 60, rows: 16 }

/** From so many rows on there is room for blank lines, and for a taller chart. */
const AIRY_ROWS = 20
const TALL_ROWS = 30
const LEAST_STORY = 3

/** One row less than the terminal has: a frame as tall as the window may make it scroll. */
export function screen(model: Model, size: Size): readonly Line[] {
  const rows = size.rows - 1
  if (size.columns < SMALLEST.columns || size.rows < SMALLEST.rows) return [[span(tooSmall(size))]]
  const verdict = judge(model.peers)
  const blank = size.rows >= AIRY_ROWS ? [EMPTY] : []
  const top = [...header(model, verdict, size.columns), ...blank]
  const bottom = [...blank, ...question(model, size.columns), footer(model, size.columns)]
  const middle = rows - top.length - bottom.length
  if (model.mode.type === 'help') return fill(top, helpPage(model, size.columns, middle), bottom, rows)

  const chart = throughputPanel(model, size.columns, size.rows >= TALL_ROWS ? 3 : 1)
  const forPeers = middle - 1 - 2 * blank.length - chart.length - LEAST_STORY
  const table = peersTable(model, verdict, size.columns, Math.max(1, Math.min(model.peers.length, forPeers)))
  const above = [...table, ...blank, ...chart, ...blank]
  return fill(top, [...above, ...storyPanel(model, size.columns, middle - above.length)], bottom, rows)
}

function fill(top: readonly Line[], middle: readonly Line[], bottom: readonly Line[], rows: number): readonly Line[] {
  const free = Math.max(0, rows - top.length - middle.length - bottom.length)
  return [...top, ...middle, ...Array.from({ length: free }, () => EMPTY), ...bottom]
}

function tooSmall({ columns, rows }: Size): string {
  const wanted = `needs ${SMALLEST.columns}x${SMALLEST.rows}, has ${columns}x${rows}`
  return `${wanted}, q quits`.slice(0, Math.max(0, columns - 1))
}
