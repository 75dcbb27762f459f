/** What the clients of all peers watch, one row per path and kind. */
import type { TraceRecord } from '@quoll/trace'

type WatchesRecord = Extract<TraceRecord, { type: 'watches' }>

/** The newest record of each peer. */
export type Watches = ReadonlyMap<number, WatchesRecord>

export type WatchRow = {
  readonly path: string
  readonly kind: string
  readonly sessions: number
  /** The peers that will tell them, in order. */
  readonly peers: readonly number[]
  /** A few of the sessions. */
  readonly some: readonly string[]
}

export const NO_WATCHES: Watches = new Map()

const SOME = 4

export function takeWatches(before: Watches, record: TraceRecord): Watches {
  if (record.type === 'watches') return new Map(before).set(record.peer, record)
  if (record.type !== 'lost' || !before.has(record.peer)) return before
  const after = new Map(before)
  after.delete(record.peer)
  return after
}

/** The most watched first, then by path. `total`: as many as there are, told or not. */
export function allWatches(watches: Watches): { readonly rows: readonly WatchRow[]; readonly total: number } {
  const byPlace = new Map<string, WatchRow>()
  let total = 0
  for (const { peer, rows, total: here } of watches.values()) {
    total += here
    for (const { path, kind, sessions, some } of rows) {
      const known = byPlace.get(`${kind} ${path}`)
      byPlace.set(`${kind} ${path}`, {
        path,
        kind,
        sessions: sessions + (known?.sessions ?? 0),
        peers: [...(known?.peers ?? []), peer].sort((a, b) => a - b),
        some: [...(known?.some ?? []), ...some].slice(0, SOME),
      })
    }
  }
  const rows = [...byPlace.values()].sort((a, b) => b.sessions - a.sessions || (a.path < b.path ? -1 : 1))
  return { rows, total }
}
