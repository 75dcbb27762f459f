/** What a peer can ask for. The host carries out the effects of one step in order, before the next event. */
import type { Brand } from './brand.ts'
import type { ZabMessage } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Phase, Role } from './role.ts'
import type { TxnBatch } from './txn.ts'
import type { Epoch, Zxid } from './zxid.ts'

/** Numbers the writes of one life of a peer, from 1, without gaps. */
export type WriteId = Brand<number, 'WriteId'>

/** A change of what survives a crash. Writes reach the disk in the order of their ids. */
export type DurableWrite =
  /** `committed`, at or below what was appended before, is remembered with it: a hint, good enough if it lags behind. */
  | { readonly type: 'append'; readonly batch: TxnBatch; readonly committed: Zxid }
  /** Forget every transaction after `to`; `to` itself stays (or is the base). */
  | { readonly type: 'truncate'; readonly to: Zxid }
  /** Both epochs in one record, never one without the other (ZOOKEEPER-2307, 4269). */
  | { readonly type: 'epochs'; readonly accepted: Epoch; readonly current: Epoch }
  /** The staged snapshot becomes the base; the log is emptied. Durable before anything appended after it. */
  | { readonly type: 'install-snapshot'; readonly zxid: Zxid }

export type Effect =
  | { readonly type: 'send'; readonly to: PeerId; readonly message: ZabMessage }
  | { readonly type: 'persist'; readonly id: WriteId; readonly write: DurableWrite }
  /** Committed: apply in order. Comes in zxid order, without gaps, once per life of the process. */
  | { readonly type: 'deliver'; readonly batch: TxnBatch }
  /** Stream a snapshot of the committed state at or above `atLeast` to `to`, then report `snapshot-sent`. */
  | { readonly type: 'send-snapshot'; readonly to: PeerId; readonly atLeast: Zxid }
  /** Stop streaming to `to` (its link is gone, or it left). */
  | { readonly type: 'cancel-snapshot'; readonly to: PeerId }
  /** Replace the state machine by the staged snapshot from the leader. Accompanied by `persist install-snapshot`. */
  | { readonly type: 'restore'; readonly zxid: Zxid }
  /** What this peer is doing changed. `why` is a sentence for people. */
  | {
      readonly type: 'became'
      readonly role: Role
      readonly phase: Phase
      readonly leader: PeerId | undefined
      readonly epoch: Epoch
      readonly why: string
    }
  /** `peer` sent what no peer that follows the protocol could send. */
  | { readonly type: 'close-link'; readonly peer: PeerId; readonly why: string }
  /** This peer cannot go on (epochs exhausted, …): stop the process and tell the operator. */
  | { readonly type: 'halt'; readonly why: string }
