/** What a client asks to change, decoded. `undefined` stands for a null on the wire. */
import type { Acl } from './acl.ts'

export type CreateRequest = {
  readonly type: 'create'
  /** Which of ZooKeeper's four create operations asked: the operation, not the flag, selects the kind of znode. */
  readonly operation: 'create' | 'create2' | 'createContainer' | 'createTtl'
  readonly path: string | undefined
  readonly data: Uint8Array | undefined
  readonly acl: readonly Acl[] | undefined
  /** CreateMode: 0 persistent, 1 ephemeral, 2/3 their sequential forms, 4 container, 5/6 with TTL. */
  readonly flags: number
  /** Milliseconds; only `createTtl` carries one. */
  readonly ttlMs: number | undefined
}
export type DeleteRequest = { readonly type: 'delete'; readonly path: string | undefined; readonly version: number }
export type SetDataRequest = {
  readonly type: 'set-data'
  readonly path: string | undefined
  readonly data: Uint8Array | undefined
  readonly version: number
}
export type SetAclRequest = {
  readonly type: 'set-acl'
  readonly path: string | undefined
  readonly acl: readonly Acl[] | undefined
  readonly version: number
}
export type CheckRequest = { readonly type: 'check'; readonly path: string | undefined; readonly version: number }

export type MultiOperation = CreateRequest | DeleteRequest | SetDataRequest | CheckRequest
export type MultiRequest = { readonly type: 'multi'; readonly operations: readonly MultiOperation[] }

/** Sessions are replicated too: the leader proposes these on behalf of a handshake, a close or an expiry. */
export type CreateSessionRequest = { readonly type: 'create-session'; readonly timeoutMs: number }
export type CloseSessionRequest = { readonly type: 'close-session' }

/** The leader's own: remove a container that is no longer used or a znode whose time to live is over. No session, no ACL. */
export type ReapRequest = { readonly type: 'reap'; readonly path: string }

export type WriteRequest =
  | CreateRequest
  | DeleteRequest
  | SetDataRequest
  | SetAclRequest
  | MultiRequest
  | CreateSessionRequest
  | CloseSessionRequest
  | ReapRequest
