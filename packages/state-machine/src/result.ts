/** What applying a txn yields: the answer to whoever asked, and the changes that watches hear of. */
import type { Acl } from './acl.ts'
import type { ErrorCode } from './error-code.ts'
import type { Stat } from './stat.ts'

export type TxnResult =
  | { readonly type: 'create'; readonly path: string; readonly stat: Stat; readonly kind: 'node' | 'container' | 'ttl' }
  | { readonly type: 'delete' }
  | { readonly type: 'set-data'; readonly stat: Stat }
  | { readonly type: 'set-acl'; readonly stat: Stat }
  | { readonly type: 'check' }
  | { readonly type: 'multi'; readonly results: readonly TxnResult[] }
  | { readonly type: 'create-session'; readonly timeoutMs: number }
  | { readonly type: 'close-session' }
  | { readonly type: 'error'; readonly code: ErrorCode }
  /** Nobody here waits for the answer, so none was made. */
  | { readonly type: 'unasked' }

export type Change = {
  readonly type: 'created' | 'deleted' | 'data-changed'
  readonly path: string
  /** Access control at the moment of the change, of the znode and of its parent: events are filtered by READ (ZOOKEEPER-4799). */
  readonly acl: readonly Acl[]
  readonly parentAcl: readonly Acl[]
}

export type Applied = { readonly result: TxnResult; readonly changes: readonly Change[] }
