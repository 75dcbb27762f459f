/** Watches: which paths are watched, how, by how many, and which peers will tell them. */
import type { Dashboard } from '../../model/dashboard.ts'
import { allWatches, type WatchRow } from '../../model/watches.ts'
import { EMPTY, type Line, span } from '../../view/line.ts'
import { listKeys, passes } from '../../view/list-keys.ts'
import { type TableColumn, tablePage } from '../../view/table.ts'
import type { Room, View } from '../../view/view.ts'
import { count, list, plural, printable } from '../../words.ts'

const COLUMNS: readonly TableColumn<WatchRow>[] = [
  { title: 'path', width: 20, grows: true, align: 'left', dropped: 0, text: ({ path }) => printable(path) },
  { title: 'watched for', width: 20, align: 'left', dropped: 0, text: ({ kind }) => KINDS[kind] ?? kind },
  { title: 'sessions', width: 8, align: 'right', dropped: 0, text: ({ sessions }) => count(sessions) },
  { title: 'on peers', width: 10, align: 'left', dropped: 1, text: ({ peers }) => list(peers) },
  { title: 'some of them', width: 40, align: 'left', dropped: 2, text: ({ some }) => some.join(' ') },
]

const KINDS: Readonly<Record<string, string>> = {
  data: 'its data, once',
  child: 'its children, once',
  persistent: 'every change',
  'persistent-recursive': 'every change below',
}

export const WATCHES_VIEW: View = {
  name: 'watches',
  title: 'watches',
  digit: '6',
  wants: ['watches'],
  lines: watchesPage,
  bindings: listKeys('watches', 'a path', (dashboard) => shown(dashboard).length),
}

function watchesPage(dashboard: Dashboard, room: Room): readonly Line[] {
  const { watches } = dashboard.ensemble
  if (watches.size === 0) return [EMPTY, [span('  nobody has told of watches yet', 'quiet')]]
  const { rows: all, total } = allWatches(watches)
  if (total === 0) return [EMPTY, [span('  no client watches anything', 'quiet')]]
  const { filter, chosen } = dashboard.screen.views.watches
  const rows = shown(dashboard)
  const told = `${count(total)} ${total === 1 ? 'watch' : 'watches'} on ${plural(all.length, 'path')}`
  const heading =
    filter === '' ? told : `${plural(rows.length, 'path')} of ${count(all.length)} with "${printable(filter)}"`
  return tablePage(heading, COLUMNS, rows, chosen, room)
}

function shown({ ensemble, screen }: Dashboard): readonly WatchRow[] {
  const { filter } = screen.views.watches
  return allWatches(ensemble.watches).rows.filter(({ path, kind, some }) => passes(filter, path, kind, ...some))
}
