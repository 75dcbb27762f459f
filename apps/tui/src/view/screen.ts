/**
 * The whole screen as rows of text with tones: what every view shares is here, the middle is the view's own.
 *
 *    quoll  3 of 3 up, survives 1 failure                 epoch 5, led by 3 for 12 s
 *    connect  127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183          paused 12 s behind
 *
 *    … the view …
 *
 *    kill 3, the leader: 2 of 3 stay, no write is lost, expect an election
 *    y yes, do it  n no
 */
import type { Dashboard } from '../model/dashboard.ts'
import { VIEWS } from '../views/index.ts'
import { footer, prompt } from './footer.ts'
import { header } from './header.ts'
import { clip, EMPTY, type Line, span } from './line.ts'
import { rule } from './rule.ts'

export type Size = { readonly columns: number; readonly rows: number }

export const SMALLEST: Size = { columns: 60, rows: 16 }

/** From so many rows on there is room for blank lines. */
const AIRY_ROWS = 20

/** One row less than the terminal has: a frame as tall as the window may make it scroll. */
export function screen(dashboard: Dashboard, size: Size): readonly Line[] {
  if (size.columns < SMALLEST.columns || size.rows < SMALLEST.rows) return [[span(tooSmall(size))]]
  const rows = size.rows - 1
  const blank = size.rows >= AIRY_ROWS ? [EMPTY] : []
  const top = [...header(dashboard, size.columns), ...blank]
  const open = prompt(dashboard, size.columns, rows - top.length - 4)
  const bottom = [...(open.length === 0 ? blank : [EMPTY, ...open]), footer(dashboard, size.columns)]
  const view = VIEWS.find(({ name }) => name === dashboard.screen.view)
  const title = view === undefined || view.name === 'peers' ? [] : [rule(`${view.digit} ${view.title}`, size.columns)]
  const room = { columns: size.columns, rows: rows - top.length - bottom.length - title.length }
  const lines = view?.lines(dashboard, room).slice(0, room.rows) ?? []
  const middle = [...title, ...lines.map((line) => clip(line, size.columns))]
  const free = Math.max(0, rows - top.length - middle.length - bottom.length)
  return [...top, ...middle, ...Array.from({ length: free }, () => EMPTY), ...bottom]
}

function tooSmall({ columns, rows }: Size): string {
  const wanted = `needs ${SMALLEST.columns}x${SMALLEST.rows}, has ${columns}x${rows}`
  return `${wanted}, q quits`.slice(0, Math.max(0, columns - 1))
}
