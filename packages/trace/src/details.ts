/** Sessions and watches of a peer as records: the first few hundred, and how many there are. */
import type { RunningPeer, SessionView, WatchView } from '@quoll/peer'
import { formatSessionId } from '@quoll/state-machine'
import { clip } from './clip.ts'
import type { TracedSession, TracedWatch, TraceRecord } from './trace-record.ts'

const ROWS_MAX = 300

export function sessionsRecord(peer: RunningPeer, id: number, atMs: number): TraceRecord {
  const rows = peer.sessions(ROWS_MAX).map((session) => tracedSession(session, id))
  return { type: 'sessions', atMs, peer: id, total: peer.view().sessions, rows }
}

export function watchesRecord(peer: RunningPeer, id: number, atMs: number): TraceRecord {
  return { type: 'watches', atMs, peer: id, total: peer.view().watches, rows: peer.watches(ROWS_MAX).map(tracedWatch) }
}

function tracedSession({ id, timeoutMs, ephemerals, owner, leftMs, client }: SessionView, self: number): TracedSession {
  return {
    id: formatSessionId(id),
    owner: client === undefined ? owner : self,
    client: client?.name,
    timeoutMs,
    leftMs: leftMs === undefined ? undefined : Math.round(leftMs),
    ephemerals,
    watches: client?.watches ?? 0,
    outstanding: client?.outstanding ?? 0,
    lastOperation: client?.lastOperation || undefined,
    lastMs: client?.lastOperation ? Math.round(client.lastMs) : undefined,
  }
}

function tracedWatch({ path, kind, watchers, some }: WatchView): TracedWatch {
  return { path: clip(path), kind, sessions: watchers, some: some.map(formatSessionId) }
}
