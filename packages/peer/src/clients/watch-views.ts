/** What this peer's clients watch, for people who look: the most watched first. */
import type { SessionId, WatchKind, WatchTable } from '@quoll/state-machine'
import type { WatchView } from '../view.ts'
import type { Client } from './client.ts'

/** Paths that are looked at; a table may hold millions, and a look must not hold up requests. */
const PATHS_MAX = 20_000
/** Sessions that are named per path. */
const NAMED = 3

/** At most `limit` of them; of a larger table the first 20,000 paths are compared. */
export function watchViews(watches: WatchTable<Client>, limit: number): WatchView[] {
  const found: { kind: WatchKind; path: string; watchers: number; some: SessionId[] }[] = []
  for (const [kind, path, watchers] of watches.watched()) {
    if (found.length === PATHS_MAX) break
    const view = { kind, path, watchers: 0, some: [] as SessionId[] }
    for (const { session } of watchers) {
      view.watchers++
      if (session !== undefined && view.some.length < NAMED) view.some.push(session)
    }
    found.push(view)
  }
  return found.sort((a, b) => b.watchers - a.watchers).slice(0, limit)
}

/** Pairs of a path and a session that watches it, all but watches for children only. A pair may come twice. */
export function* dataWatches(watches: WatchTable<Client>): Generator<readonly [path: string, session: SessionId]> {
  for (const [path, { session }] of watches.dataWatches()) if (session !== undefined) yield [path, session]
}
