/** Sessions and watches of a peer, for the four-letter words that list them. */
import type { RunningPeer } from '@quoll/peer'
import type { DetailFacts } from './four-letter-words/index.ts'

/** More than a person reads, less than would hold up clients. */
const SESSIONS_MAX = 100_000

export function detailFacts(peer: () => RunningPeer): DetailFacts {
  return {
    sessions: () =>
      peer()
        .sessions(SESSIONS_MAX)
        .map(({ id, timeoutMs, leftMs, ephemerals }) => ({
          id,
          timeoutMs,
          leftMs,
          ephemerals: ephemerals === 0 ? [] : peer().ephemeralsOf(id),
        })),
    watches: function* () {
      for (const [path, session] of peer().dataWatches()) yield { path, session }
    },
  }
}
