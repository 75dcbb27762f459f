/** The public face of the state machine. Nothing in here imports this file. */
export type { Acl, AuthId } from './acl.ts'
export { ErrorCode } from './error-code.ts'
export type * from './request.ts'
export type { Applied, Change, TxnResult } from './result.ts'
export { formatSessionId, type SessionId } from './session-id.ts'
export type { Stat } from './stat.ts'
export type { NodeKind, Txn, TxnHeader, TxnOperation } from './txn.ts'
