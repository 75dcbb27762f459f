/** Sessions: who is connected where, how long each would be missed, what it owns and did last. */
import type { TracedSession } from '@quoll/trace'
import type { Dashboard } from '../../model/dashboard.ts'
import { allSessions } from '../../model/sessions.ts'
import { EMPTY, type Line, span } from '../../view/line.ts'
import { listKeys, passes } from '../../view/list-keys.ts'
import { type TableColumn, tablePage } from '../../view/table.ts'
import type { Room, View } from '../../view/view.ts'
import { age, count, duration, plural, printable } from '../../words.ts'

/** A client that is silent for longer than this part of its timeout may be gone. */
const WORRYING = 1 / 3

const COLUMNS: readonly TableColumn<TracedSession>[] = [
  { title: 'session', width: 19, align: 'left', dropped: 0, text: ({ id }) => id },
  { title: 'peer', width: 4, align: 'right', dropped: 0, text: ({ owner }) => owner?.toString() ?? '' },
  {
    title: 'client',
    width: 21,
    grows: true,
    align: 'left',
    dropped: 3,
    text: ({ client }) => printable(client ?? 'not connected'),
    tone: ({ client }) => (client === undefined ? 'warn' : 'plain'),
  },
  { title: 'timeout', width: 7, align: 'right', dropped: 2, text: ({ timeoutMs }) => duration(timeoutMs) },
  {
    title: 'left',
    width: 6,
    align: 'right',
    dropped: 0,
    text: ({ leftMs }) => (leftMs === undefined ? '' : duration(leftMs)),
    tone: ({ leftMs, timeoutMs }) => (leftMs !== undefined && leftMs < timeoutMs * WORRYING ? 'warn' : 'plain'),
  },
  { title: 'ephemerals', width: 10, align: 'right', dropped: 4, text: ({ ephemerals }) => count(ephemerals) },
  { title: 'watches', width: 7, align: 'right', dropped: 5, text: ({ watches }) => count(watches) },
  { title: 'waiting', width: 7, align: 'right', dropped: 6, text: ({ outstanding }) => count(outstanding) },
  { title: 'last request', width: 14, align: 'left', dropped: 1, text: lastRequest },
]

export const SESSIONS_VIEW: View = {
  name: 'sessions',
  title: 'sessions',
  digit: '5',
  wants: ['sessions'],
  lines: sessionsPage,
  bindings: listKeys('sessions', 'a session', (dashboard) => shown(dashboard).length),
}

function sessionsPage(dashboard: Dashboard, room: Room): readonly Line[] {
  const { sessions } = dashboard.ensemble
  if (sessions.size === 0) return [EMPTY, [span('  nobody has told of sessions yet', 'quiet')]]
  const rows = shown(dashboard)
  const { filter, chosen } = dashboard.screen.views.sessions
  const { rows: all, total } = allSessions(sessions)
  return tablePage(summary(all, total, rows.length, filter), COLUMNS, rows, chosen, room)
}

function summary(all: readonly TracedSession[], total: number, rows: number, filter: string): string {
  const told =
    all.length < total ? `the first ${count(all.length)} of ${plural(total, 'session')}` : plural(total, 'session')
  const away = all.filter(({ client }) => client === undefined).length
  const missing = away === 0 ? '' : `, ${count(away)} not connected anywhere we can see`
  return filter === '' ? told + missing : `${count(rows)} of ${told} with "${printable(filter)}"`
}

function shown({ ensemble, screen }: Dashboard): readonly TracedSession[] {
  const { filter } = screen.views.sessions
  return allSessions(ensemble.sessions).rows.filter(({ id, client, lastOperation }) =>
    passes(filter, id, client, lastOperation),
  )
}

function lastRequest({ lastOperation, lastMs }: TracedSession): string {
  if (lastOperation === undefined) return ''
  return lastMs === undefined ? lastOperation : `${printable(lastOperation)}, ${age(lastMs)}`
}
