/**
 * The tree of znodes, live: unfolded branches and the chosen znode are watched. Beside the tree, or below it where the
 * screen is narrow, stand the chosen one's stat, access control and data.
 */
import type { Dashboard } from '../../model/dashboard.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { cells, clip, EMPTY, type Line, lineText, span } from '../../view/line.ts'
import { firstShown } from '../../view/table.ts'
import type { Room, View } from '../../view/view.ts'
import { count, printable } from '../../words.ts'
import { attendZnodes } from './attendant.ts'
import { contentLines } from './content.ts'
import { ZNODE_KEYS } from './keys.ts'
import { ROWS_MAX, type TreeRow, treeRows } from './rows.ts'

/** From so many columns on the tree and the znode stand side by side. */
const SIDE_BY_SIDE = 100

export const ZNODES_VIEW: View = {
  name: 'znodes',
  title: 'znodes',
  digit: '4',
  lines: znodesPage,
  bindings: ZNODE_KEYS,
  attend: attendZnodes,
}

function znodesPage(dashboard: Dashboard, room: Room): readonly Line[] {
  if (!dashboard.powers.tree) return [EMPTY, ...noTree(dashboard)]
  const state = dashboard.screen.views.znodes
  if (room.columns < SIDE_BY_SIDE) {
    const above = Math.ceil(room.rows / 2) - 1
    const tree = treeLines(dashboard, { columns: room.columns, rows: above })
    const rule: Line = [span(` ${GLYPHS.rule.repeat(room.columns - 2)}`, 'rule')]
    const below = { columns: room.columns, rows: room.rows - above - 1 }
    return [...filled(tree, above), rule, ...contentLines(state, dashboard.nowMs, below)]
  }
  const left = Math.floor(room.columns * 0.42)
  const tree = filled(treeLines(dashboard, { columns: left, rows: room.rows }), room.rows)
  const content = contentLines(state, dashboard.nowMs, { columns: room.columns - left - 3, rows: room.rows })
  return tree.map((line, i) => [
    ...line,
    span(' '.repeat(Math.max(0, left - cells(lineText(line))))),
    span(` ${GLYPHS.wall} `, 'rule'),
    ...(content[i] ?? EMPTY),
  ])
}

function noTree({ playback }: Dashboard): readonly Line[] {
  const why: Readonly<Record<string, string>> = {
    live: 'there is no session to read znodes through: connect with the addresses for clients',
    recorded: 'a recording holds what the peers did, not the data of znodes',
    simulated: 'nobody but the simulated clients can read this tree; see the transactions',
  }
  return [[span(`  ${why[playback.kind]}`, 'quiet')]]
}

function treeLines({ screen }: Dashboard, room: Room): readonly Line[] {
  const state = screen.views.znodes
  const rows = treeRows(state)
  const chosen = Math.max(
    0,
    rows.findIndex(({ path }) => path === state.chosen),
  )
  const first = firstShown(rows.length, chosen, room.rows)
  const lines = rows.slice(first, first + room.rows).map((row, i) => rowLine(row, first + i === chosen, room.columns))
  if (rows.length < ROWS_MAX || lines.length < room.rows) return lines
  return [...lines.slice(0, -1), [span(`   only ${count(ROWS_MAX)} rows are shown: fold something`, 'warn')]]
}

function rowLine(row: TreeRow, isChosen: boolean, width: number): Line {
  const sign = row.children === 0 ? GLYPHS.dot : row.isOpen ? GLYPHS.open : GLYPHS.chosen
  const number = row.children === undefined || row.children === 0 ? '' : `  ${count(row.children)}`
  const marker = isChosen ? GLYPHS.right : ' '
  const line: Line = [
    span(` ${marker} ${'  '.repeat(row.depth)}`, 'key'),
    span(`${sign} `, 'quiet'),
    span(printable(row.name), isChosen ? 'strong' : 'plain'),
    span(number, 'quiet'),
    ...(row.trouble === undefined ? [] : [span(`  ${printable(row.trouble)}`, 'bad')]),
  ]
  return clip(line, width - 1)
}

function filled(lines: readonly Line[], rows: number): readonly Line[] {
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => EMPTY)]
}
