/** The chosen znode: what its stat says in words, who may do what, and its data. */
import type { ZnodeContent, ZnodeStat } from '../../source.ts'
import { clip, EMPTY, type Line, span, wrap } from '../../view/line.ts'
import type { Room } from '../../view/view.ts'
import { age, count, plural, printable } from '../../words.ts'
import { dataRows } from './data-rows.ts'
import type { ZnodesState } from './state.ts'

const NOBODY = '0x0'

export function contentLines(state: ZnodesState, nowMs: number, room: Room): readonly Line[] {
  const { content, chosen } = state
  if (content === undefined || content.path !== chosen) return [[span(` ${printable(chosen)}`, 'strong')]]
  const title: Line = [span(` ${printable(content.path)}`, 'strong')]
  if (content.type === 'trouble') {
    const rows = wrap(printable(content.text), room.columns - 3).map((row): Line => [span(` ${row}`, 'bad')])
    return [title, ...rows].slice(0, room.rows)
  }
  const about = [title, ...statLines(content.znode, nowMs)].map((line) => clip(line, room.columns - 1))
  const left = room.rows - about.length
  return [...about, ...dataLines(content.znode, state, { columns: room.columns, rows: left })].slice(0, room.rows)
}

function statLines({ stat, acl }: ZnodeContent, nowMs: number): readonly Line[] {
  const size = stat.dataLength === 0 ? 'no data' : plural(stat.dataLength, 'byte')
  const children =
    stat.numChildren === 0
      ? 'no children'
      : `${count(stat.numChildren)} ${stat.numChildren === 1 ? 'child' : 'children'}`
  const owner: Line[] =
    stat.ephemeralOwner === NOBODY
      ? []
      : [[span(' ephemeral  ', 'quiet'), span(`lives as long as session ${stat.ephemeralOwner}`)]]
  return [
    [span(' version    ', 'quiet'), span(`${stat.version}, ${size}, ${children}`)],
    [span(' created    ', 'quiet'), span(moment(stat.ctimeMs, stat.czxid, nowMs))],
    [span(' changed    ', 'quiet'), span(changed(stat, nowMs))],
    ...owner,
    [span(' may        ', 'quiet'), span(acl.map((entry) => printable(entry)).join('  '))],
  ]
}

function changed(stat: ZnodeStat, nowMs: number): string {
  return stat.version === 0 && stat.mzxid === stat.czxid ? 'never' : moment(stat.mtimeMs, stat.mzxid, nowMs)
}

function moment(atMs: number, zxid: string, nowMs: number): string {
  if (atMs <= 0) return 'with the tree itself'
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC, ${age(nowMs - atMs)} ago, by ${zxid}`
}

function dataLines({ data }: ZnodeContent, state: ZnodesState, room: Room): readonly Line[] {
  if (data.length === 0 || room.rows < 2) return []
  const { form, rows } = dataRows(data, state.form)
  const first = Math.max(0, Math.min(state.scrolled, rows.length - 1))
  const shown = rows.slice(first, first + room.rows - 2)
  const more =
    rows.length > shown.length ? `, rows ${first + 1} to ${first + shown.length} of ${count(rows.length)}` : ''
  return [
    EMPTY,
    [span(` as ${form}${more}`, 'quiet')],
    ...shown.map((row) => clip([span(` ${row}`)], room.columns - 1)),
  ]
}
