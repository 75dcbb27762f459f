/** The table of peers, at most so many rows: with more peers than rows it moves with the chosen one. */
import { isLost, type Model, type PeerModel } from '../model/model.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Column, columnsFor, GAP } from './columns.ts'
import { fit, type Line, type Span, span, type Tone } from './line.ts'

const MARGIN = 1

/** The titles, then `rows` rows. */
export function peersTable(model: Model, verdict: Verdict, width: number, rows: number): readonly Line[] {
  const columns = columnsFor(width - 2 * MARGIN)
  const first = Math.max(0, Math.min(model.selected - Math.floor(rows / 2), model.peers.length - rows))
  const shown = model.peers.slice(first, first + rows)
  const titles = row(columns, width, ' ', (column) => span(column.title, 'quiet'))
  return [
    titles,
    ...shown.map((peer, i) => peerRow(model, verdict, peer, columns, width, first + i === model.selected)),
  ]
}

function peerRow(
  model: Model,
  verdict: Verdict,
  peer: PeerModel,
  columns: readonly Column[],
  width: number,
  selected: boolean,
): Line {
  const usual: Tone = isLost(peer) ? 'lost' : selected ? 'strong' : 'plain'
  return row(columns, width, selected ? '▸' : ' ', (column) => {
    const tone = column.tone?.({ model, verdict, peer }) ?? usual
    return span(column.text({ model, verdict, peer }), tone === 'plain' ? usual : tone)
  })
}

/** The marker shares the first column's room: peers' numbers are short. */
function row(columns: readonly Column[], width: number, marker: string, cell: (column: Column) => Span): Line {
  const used = columns.reduce((sum, column) => sum + column.width + GAP, MARGIN - GAP)
  const spare = width - MARGIN - used
  return columns.map((column, i) => {
    const { text, tone } = cell(column)
    const last = i === columns.length - 1
    const room = last ? column.width + Math.max(0, spare) : column.width
    const filled = fit(text, room, column.align)
    if (i > 0) return span(' '.repeat(GAP) + filled, tone)
    return span(marker === ' ' ? ` ${filled}` : ` ${marker}${filled.slice(1)}`, tone)
  })
}
