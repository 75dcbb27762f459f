/** What a server answers. Which body belongs to which request: `bodyOf` in reply-body.ts. */
import type { Acl } from './acl.ts'
import type { StatRecord } from './stat.ts'

/** One part of the answer to a multi or a multiRead. */
export type MultiResult =
  | { readonly type: 'create'; readonly path: string }
  /** Of create2, of containers and of znodes with a TTL: these all answer with a stat (ZOOKEEPER-4026). */
  | { readonly type: 'create2'; readonly path: string; readonly stat: StatRecord }
  | { readonly type: 'delete' }
  | { readonly type: 'set-data'; readonly stat: StatRecord }
  | { readonly type: 'check' }
  | { readonly type: 'get-data'; readonly data: Uint8Array | undefined; readonly stat: StatRecord }
  | { readonly type: 'get-children'; readonly children: readonly string[] }
  /** In a multi that failed also what stands before and behind the part that did: codes 0 and -2. */
  | { readonly type: 'error'; readonly code: number }

export type Reply =
  /** Only a header. */
  | { readonly type: 'error'; readonly code: number }
  /** Only a header too: delete, ping, auth, setWatches, checkWatches, removeWatches, closeSession. */
  | { readonly type: 'done' }
  /** create, sync. */
  | { readonly type: 'path'; readonly path: string | undefined }
  /** create2, createContainer, createTtl. */
  | { readonly type: 'path-and-stat'; readonly path: string; readonly stat: StatRecord }
  /** exists, setData, setAcl. */
  | { readonly type: 'stat'; readonly stat: StatRecord }
  /** getData, reconfig. */
  | { readonly type: 'data'; readonly data: Uint8Array | undefined; readonly stat: StatRecord }
  | { readonly type: 'acl'; readonly acl: readonly Acl[]; readonly stat: StatRecord }
  /** getChildren; getEphemerals, with whole paths. */
  | { readonly type: 'children'; readonly children: readonly string[] }
  /** getChildren2. */
  | { readonly type: 'children-and-stat'; readonly children: readonly string[]; readonly stat: StatRecord }
  /** getAllChildrenNumber. */
  | { readonly type: 'count'; readonly count: number }
  /** whoAmI: the user's part of each id only. */
  | { readonly type: 'identities'; readonly identities: readonly { readonly scheme: string; readonly user: string }[] }
  /** addWatch: an error code of its own, always 0. */
  | { readonly type: 'watch-added' }
  | { readonly type: 'token'; readonly token: Uint8Array | undefined }
  /** multi, multiRead. */
  | { readonly type: 'multi'; readonly results: readonly MultiResult[] }
