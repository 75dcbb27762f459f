/**
 * What a client asks for, decoded. The writes have the shape that state-machine prepares; neither imports the other, and
 * the compiler checks in peer that they fit. `undefined` stands for a null on the wire, where null has a meaning of its own.
 */
import type { Acl } from './acl.ts'

export type CreateRequest = {
  readonly type: 'create'
  readonly operation: 'create' | 'create2' | 'createContainer' | 'createTtl'
  readonly path: string | undefined
  readonly data: Uint8Array | undefined
  readonly acl: readonly Acl[] | undefined
  /** CreateMode: 0 persistent, 1 ephemeral, 2 and 3 their sequential forms, 4 container, 5 and 6 with TTL. */
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
/** Legal within a multi only. */
export type CheckRequest = { readonly type: 'check'; readonly path: string | undefined; readonly version: number }

export type MultiOperation = CreateRequest | DeleteRequest | SetDataRequest | CheckRequest
export type MultiRequest = { readonly type: 'multi'; readonly operations: readonly MultiOperation[] }
export type CloseSessionRequest = { readonly type: 'close-session' }

/** Requests that go to the leader. */
export type WriteRequest =
  | CreateRequest
  | DeleteRequest
  | SetDataRequest
  | SetAclRequest
  | MultiRequest
  | CloseSessionRequest

export type ExistsRequest = { readonly type: 'exists'; readonly path: string; readonly watch: boolean }
export type GetDataRequest = { readonly type: 'get-data'; readonly path: string; readonly watch: boolean }
export type GetChildrenRequest = { readonly type: 'get-children'; readonly path: string; readonly watch: boolean }
export type GetChildren2Request = { readonly type: 'get-children2'; readonly path: string; readonly watch: boolean }
export type MultiReadOperation = GetDataRequest | GetChildrenRequest
export type MultiReadRequest = { readonly type: 'multi-read'; readonly operations: readonly MultiReadOperation[] }

/** Requests answered from the state of the peer that has the connection. */
export type ReadRequest =
  | ExistsRequest
  | GetDataRequest
  | GetChildrenRequest
  | GetChildren2Request
  | MultiReadRequest
  | { readonly type: 'get-acl'; readonly path: string }
  | { readonly type: 'get-all-children-number'; readonly path: string }
  /** Without a prefix: all of the session's. */
  | { readonly type: 'get-ephemerals'; readonly prefix: string | undefined }
  | { readonly type: 'who-am-i' }
  | { readonly type: 'ping' }

export type WatchMode = 'persistent' | 'persistent-recursive'
/** Which watches to check or remove; `any` are all of a path. */
export type WatcherType = 'child' | 'data' | 'any' | WatchMode

/** `set-watches2` is the form with persistent watches, and the two lists of `set-watches` for these are empty. */
export type SetWatchesRequest = {
  readonly type: 'set-watches' | 'set-watches2'
  /** The newest zxid the client has seen; rounded when it is no safe integer. */
  readonly relativeZxid: number
  readonly data: readonly string[]
  readonly exists: readonly string[]
  readonly child: readonly string[]
  readonly persistent: readonly string[]
  readonly persistentRecursive: readonly string[]
}

export type WatchRequest =
  | SetWatchesRequest
  | { readonly type: 'add-watch'; readonly path: string; readonly mode: WatchMode }
  | { readonly type: 'check-watches' | 'remove-watches'; readonly path: string; readonly watcherType: WatcherType }

export type ReconfigRequest = {
  readonly type: 'reconfig'
  readonly joining: string | undefined
  readonly leaving: string | undefined
  readonly newMembers: string | undefined
  /** The configuration it applies to, -1 for any; rounded when it is no safe integer. */
  readonly configVersion: number
}

export type ClientRequest =
  | WriteRequest
  | ReadRequest
  | WatchRequest
  | CheckRequest
  | ReconfigRequest
  | { readonly type: 'sync'; readonly path: string | undefined }
  | { readonly type: 'auth'; readonly scheme: string | undefined; readonly credentials: Uint8Array | undefined }
  | { readonly type: 'sasl'; readonly token: Uint8Array | undefined }
  /** No operation a client may ask for; answered -6, then closed. */
  | { readonly type: 'unknown'; readonly opCode: number }
