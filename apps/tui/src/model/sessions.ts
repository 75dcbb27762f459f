/** Sessions as the peers tell them, one list out of several: a session's own peer knows its client, the leader its time. */
import type { TracedSession, TraceRecord } from '@quoll/trace'

type SessionsRecord = Extract<TraceRecord, { type: 'sessions' }>

/** The newest record of each peer. */
export type Sessions = ReadonlyMap<number, SessionsRecord>

export const NO_SESSIONS: Sessions = new Map()

export function takeSessions(before: Sessions, record: TraceRecord): Sessions {
  if (record.type === 'sessions') return new Map(before).set(record.peer, record)
  if (record.type !== 'lost' || !before.has(record.peer)) return before
  const after = new Map(before)
  after.delete(record.peer)
  return after
}

/** By id. `total`: as many as there are, told or not. */
export function allSessions(sessions: Sessions): { readonly rows: readonly TracedSession[]; readonly total: number } {
  const byId = new Map<string, TracedSession>()
  for (const { rows } of sessions.values())
    for (const row of rows) {
      const known = byId.get(row.id)
      byId.set(row.id, known === undefined ? row : merged(known, row))
    }
  const totals = [...sessions.values()].map(({ total }) => total)
  const rows = [...byId.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
  return { rows, total: Math.max(rows.length, ...totals) }
}

/** Whoever knows the client is its peer. */
function merged(a: TracedSession, b: TracedSession): TracedSession {
  const [near, far] = a.client !== undefined ? [a, b] : [b, a]
  return {
    ...near,
    owner: near.owner ?? far.owner,
    leftMs: near.leftMs ?? far.leftMs,
    ephemerals: Math.max(near.ephemerals, far.ephemerals),
    lastOperation: near.lastOperation ?? far.lastOperation,
    lastMs: near.lastMs ?? far.lastMs,
  }
}
