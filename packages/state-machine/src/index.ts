/** The public face of the state machine. Nothing in here imports this file. */
export { fixupAcl, isAllowed, OPEN_ACL, Permission, READ_ACL, visibleAcl } from './access.ts'
export type { Acl, AuthId } from './acl.ts'
export { apply } from './apply.ts'
export { decodeTxn, encodeTxn } from './codec/txn-codec.ts'
export { digestOf } from './digest.ts'
export { ErrorCode } from './error-code.ts'
export { isValidPath, nameOf, parentPathOf } from './path.ts'
export type { PrepareCall, PrepareOptions } from './prepare/context.ts'
export { TTL_MS_MAX } from './prepare/prepare-create.ts'
export { Preparer } from './prepare/preparer.ts'
export { reapingCandidates } from './reaping.ts'
export type * from './request.ts'
export type { Applied, Change, TxnResult } from './result.ts'
export { formatSessionId, type SessionId, sessionId } from './session-id.ts'
export { SnapshotReader } from './snapshot/snapshot-reader.ts'
export { pieceWriter, SnapshotWriter } from './snapshot/snapshot-writer.ts'
export type { Stat } from './stat.ts'
export { emptyState, State } from './state.ts'
export type { Znode } from './store/znode-table.ts'
export type { NodeKind, Txn, TxnHeader, TxnOperation } from './txn.ts'
export { type LostWatch, missedEvent } from './watches/missed-event.ts'
export {
  EventType,
  type Notify,
  type WatchCounts,
  type WatchEvent,
  type WatchKind,
  WatchTable,
} from './watches/watch-table.ts'
