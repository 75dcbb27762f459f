/** `dump`: sessions by the moment they end if nothing is heard, their ephemerals, and connections. ZooKeeper: DumpCommand. */
import type { ServerFacts, SessionFacts } from './facts.ts'

export function dump({ mode, details, connections, nowMs }: ServerFacts): string {
  const sessions = details.sessions()
  const tracked = mode === 'leader' || mode === 'standalone' ? sessionSets(sessions, nowMs) : globalSessions(sessions)
  const clients = connections.flatMap(({ name, session }) =>
    session === undefined
      ? []
      : [{ text: `ip: /${name} sessionId: ${hex(session.id)}`, atMs: nowMs + session.timeoutMs }],
  )
  return [
    'SessionTracker dump:',
    ...tracked,
    'ephemeral nodes dump:',
    ...ephemerals(sessions),
    'Connections dump:',
    ...sets('Connections Sets', clients),
    '',
  ].join('\n')
}

function sessionSets(sessions: readonly SessionFacts[], nowMs: number): readonly string[] {
  const ends = sessions.map(({ id, timeoutMs, leftMs }) => ({ text: hex(id), atMs: nowMs + (leftMs ?? timeoutMs) }))
  return sets('Session Sets', ends)
}

function globalSessions(sessions: readonly SessionFacts[]): readonly string[] {
  return [`Global Sessions(${sessions.length}):`, ...sessions.map(({ id, timeoutMs }) => `${hex(id)}\t${timeoutMs}ms`)]
}

function ephemerals(sessions: readonly SessionFacts[]): readonly string[] {
  const owners = sessions.filter((session) => session.ephemerals.length > 0)
  return [
    `Sessions with Ephemerals (${owners.length}):`,
    ...owners.flatMap((owner) => [`${hex(owner.id)}:`, ...owner.ephemerals.map((path) => `\t${path}`)]),
  ]
}

/** Those that end in the same second stand together, the earliest first. */
function sets(title: string, members: readonly { readonly text: string; readonly atMs: number }[]): readonly string[] {
  const bySecond = new Map<number, string[]>()
  for (const { text, atMs } of members) {
    const second = Math.ceil(atMs / 1000) * 1000
    const set = bySecond.get(second)
    if (set === undefined) bySecond.set(second, [text])
    else set.push(text)
  }
  const ordered = [...bySecond].sort(([a], [b]) => a - b)
  return [
    `${title} (${ordered.length})/(${members.length}):`,
    ...ordered.flatMap(([atMs, texts]) => [
      `${texts.length} expire at ${javaDate(atMs)}:`,
      ...texts.map((text) => `\t${text}`),
    ]),
  ]
}

/** `Sun Nov 22 08:51:39 UTC 2026`. */
function javaDate(atMs: number): string {
  const [weekday, day, month, year, time] = new Date(atMs).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}

export function hex(session: bigint): string {
  return `0x${BigInt.asUintN(64, session).toString(16)}`
}
