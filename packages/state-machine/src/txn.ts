/**
 * A change of state, decided by the leader and the same for everybody: `apply` reads no clock and checks nothing.
 * Every effect is explicit (final paths, new versions, paths a closing session deletes), see ZOOKEEPER-3145.
 */
import type { PeerId } from '@quoll/core'
import type { Acl } from './acl.ts'
import type { ErrorCode } from './error-code.ts'
import type { SessionId } from './session-id.ts'

export type TxnHeader = {
  readonly session: SessionId
  /** The client's own number for the request; 0 where no client asked. */
  readonly xid: number
  /** The peer the client is connected to: it owes the reply. */
  readonly origin: PeerId
  /** The origin's own number for the request, 32 bits without a sign: a client's xid may repeat after a reconnect, this does not. */
  readonly request: number
  /** The leader's wall clock, milliseconds since 1970. */
  readonly timeMs: number
}

export type Txn = TxnHeader & { readonly operation: TxnOperation }

export type NodeKind =
  | { readonly type: 'persistent' }
  | { readonly type: 'ephemeral'; readonly owner: SessionId }
  | { readonly type: 'container' }
  | { readonly type: 'ttl'; readonly ttlMs: number }

export type TxnOperation =
  | {
      readonly type: 'create'
      readonly path: string
      readonly data: Uint8Array | undefined
      readonly acl: readonly Acl[]
      readonly kind: NodeKind
      /** The parent's count of children ever created, after this one. */
      readonly parentCversion: number
    }
  | { readonly type: 'delete'; readonly path: string }
  | {
      readonly type: 'set-data'
      readonly path: string
      readonly data: Uint8Array | undefined
      readonly version: number
    }
  | { readonly type: 'set-acl'; readonly path: string; readonly acl: readonly Acl[]; readonly version: number }
  | { readonly type: 'check'; readonly version: number }
  | { readonly type: 'multi'; readonly operations: readonly TxnOperation[] }
  | { readonly type: 'create-session'; readonly timeoutMs: number }
  | { readonly type: 'close-session'; readonly paths: readonly string[] }
  /** A refused request: it consumes a zxid and travels the same road, so that replies keep their order. */
  | { readonly type: 'error'; readonly code: ErrorCode }
  /** A refused multi: the index of the first operation that failed, of how many, and its code. */
  | { readonly type: 'multi-error'; readonly failed: number; readonly count: number; readonly code: ErrorCode }
