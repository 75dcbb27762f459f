/** What the rules for the single requests are given, and what they answer. */
import type { AuthId } from '../acl.ts'
import type { ErrorCode } from '../error-code.ts'
import type { WriteRequest } from '../request.ts'
import type { State } from '../state.ts'
import type { TxnHeader, TxnOperation } from '../txn.ts'
import type { Outstanding } from './outstanding.ts'

export type PrepareOptions = {
  /** Znodes with a time to live (ZooKeeper: extendedTypesEnabled). Without them such a create is `unimplemented`. */
  readonly extendedTypes: boolean
  /** A container that never had a child is reaped after this long; 0 is never (ZooKeeper: znode.container.maxNeverUsedIntervalMs). */
  readonly containerNeverUsedMs?: number
  /** Hard limits of quotas refuse what exceeds them (ZooKeeper: enforceQuota). Without it quotas only count. */
  readonly enforceQuota?: boolean
}

export type PrepareCall = {
  readonly header: TxnHeader
  /** The ids of the connection; `digest` ids already hashed. */
  readonly auth: readonly AuthId[]
  readonly request: WriteRequest
}

/** What the rules for the single operations look at. */
export type Context = { readonly options: PrepareOptions; readonly outstanding: Outstanding; readonly state: State }

/** An operation to propose, or the reason why not. */
export type Prepared = TxnOperation | ErrorCode
