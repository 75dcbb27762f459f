/** The table of peers, at most so many rows: with more peers than rows it moves with the chosen one. */
import type { Dashboard } from '../../model/dashboard.ts'
import { isLost, type PeerModel } from '../../model/peers.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { fit, type Line, type Span, span, type Tone } from '../../view/line.ts'
import { type Column, type Layout, layoutFor } from './columns.ts'

const MARGIN = 1

/** The titles, then at most `rows` rows. */
export function peersTable(dashboard: Dashboard, width: number, rows: number): readonly Line[] {
  const layout = layoutFor(width - MARGIN)
  const { peers } = dashboard.ensemble
  const chosen = peers.findIndex(({ id }) => id === dashboard.screen.peer)
  const first = Math.max(0, Math.min(chosen - Math.floor(rows / 2), peers.length - rows))
  const titles = row(layout, width, ' ', (column) => span(column.title, 'quiet'))
  const shown = peers.slice(first, first + rows)
  return [titles, ...shown.map((peer) => peerRow(dashboard, peer, layout, width))]
}

function peerRow(dashboard: Dashboard, peer: PeerModel, layout: Layout, width: number): Line {
  const chosen = peer.id === dashboard.screen.peer
  const usual: Tone = isLost(peer) ? 'lost' : chosen ? 'strong' : 'plain'
  return row(layout, width, chosen ? GLYPHS.chosen : ' ', (column) => {
    const tone = column.tone?.({ dashboard, peer }) ?? usual
    return span(column.text({ dashboard, peer }), tone === 'plain' ? usual : tone)
  })
}

/** The marker shares the first column's room: peers' numbers are short. */
function row({ columns, gap }: Layout, width: number, marker: string, cell: (column: Column) => Span): Line {
  const used = columns.reduce((sum, column) => sum + column.width + gap, MARGIN - gap)
  const spare = Math.max(0, width - MARGIN - used)
  return columns.map((column, i) => {
    const { text, tone } = cell(column)
    const room = column.width + (i === columns.length - 1 ? spare : 0)
    const filled = fit(text, room, column.align)
    if (i > 0) return span(' '.repeat(gap) + filled, tone)
    return span(marker === ' ' ? ` ${filled}` : ` ${marker}${filled.slice(1)}`, tone)
  })
}
