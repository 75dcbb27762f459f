/** What a client sees on its connection, beside the answers to its operations. */
import type { PeerId, Zxid } from '@quoll/core'

export type WatchKind = 'data' | 'exists' | 'child' | 'persistent' | 'recursive'

/** ZooKeeper's numbers for watch events. */
export const WatchEvent = { created: 1, deleted: 2, dataChanged: 3, childrenChanged: 4 } as const

export type Sight =
  | {
      readonly type: 'attached'
      readonly client: number
      readonly session: bigint
      readonly peer: PeerId
      readonly timeoutMs: number
      /** False for a session that is new. */
      readonly again: boolean
      readonly lastZxidSeen: number
      /** How far the peer was when it took the client, where that is known. */
      readonly servedAt?: Zxid
    }
  | {
      readonly type: 'reply'
      readonly client: number
      readonly session: bigint
      readonly xid: number
      /** The oldest request that waits for an answer. */
      readonly expectedXid: number | undefined
      readonly zxid: number
      /** When the request was sent: at that time at the latest the session was alive in the eyes of its peer. */
      readonly sentAt: number
    }
  /** The server confirmed a watch: it tells of changes after `asOf`. */
  | {
      readonly type: 'watch-set'
      readonly client: number
      readonly kind: WatchKind
      readonly path: string
      readonly asOf: number
    }
  /** Watches of an earlier connection were asked for again; these are still waiting, so nothing may have happened to them. */
  | {
      readonly type: 'watches-restored'
      readonly client: number
      readonly relative: number
      readonly asOf: number
      readonly data: readonly string[]
      readonly exists: readonly string[]
      readonly child: readonly string[]
    }
  | {
      readonly type: 'event'
      readonly client: number
      readonly session: bigint
      readonly event: number
      readonly path: string
      readonly zxid: number
      /** Sent in answer to setWatches: it tells of a change that was missed. */
      readonly caughtUp: boolean
    }
  | { readonly type: 'detached'; readonly client: number }
  /** The server says the session does not exist any more, though nobody closed it. */
  | { readonly type: 'session-lost'; readonly client: number; readonly session: bigint }
