/**
 * What peers say to each other. One ordered link per pair of peers carries all of it, so a message may outlive the
 * relation it belongs to. Therefore a learner numbers its attempts to follow (`attempt`), the leader repeats that number
 * in `leader-info`, and a learner ignores everything from its leader until it has seen it.
 *
 * Names: ours / ZooKeeper's / the paper's stand in docs/protocol.md.
 */
import type { PeerId } from './peer-id.ts'
import type { Role } from './role.ts'
import type { TxnBatch } from './txn.ts'
import type { Epoch, Zxid } from './zxid.ts'

/** Who should lead, and why: the key of the total order of votes (ZooKeeper: Vote). */
export type Vote = {
  readonly leader: PeerId
  /** Last zxid in the log of `leader`. */
  readonly zxid: Zxid
  /** `currentEpoch` of `leader`; once an epoch is established, that epoch. */
  readonly epoch: Epoch
}

export type ZabMessage =
  // ── election ──
  /** The sender's vote, round and role. Idempotent: only the newest counts. */
  | { readonly type: 'notification'; readonly role: Role; readonly round: number; readonly vote: Vote }
  // ── discovery ──
  | {
      readonly type: 'follower-info'
      readonly attempt: number
      readonly acceptedEpoch: Epoch
      readonly observer: boolean
    }
  | { readonly type: 'leader-info'; readonly attempt: number; readonly epoch: Epoch }
  /** `currentEpoch` is undefined when this epoch had been promised before: such an answer must not be counted. */
  | { readonly type: 'ack-epoch'; readonly epoch: Epoch; readonly currentEpoch: Epoch | undefined; readonly last: Zxid }
  // ── synchronization ──
  /** The learner's log is a prefix of the leader's. */
  | { readonly type: 'diff'; readonly epoch: Epoch }
  | { readonly type: 'trunc'; readonly epoch: Epoch; readonly to: Zxid }
  /** A snapshot follows, streamed by the hosts; the log continues after the zxid it carries. */
  | { readonly type: 'snap'; readonly epoch: Epoch }
  | { readonly type: 'new-leader'; readonly epoch: Epoch }
  | { readonly type: 'ack-new-leader'; readonly epoch: Epoch }
  | { readonly type: 'up-to-date'; readonly epoch: Epoch; readonly committed: Zxid }
  // ── broadcast ──
  /** `prev` is the zxid right before the batch: a gap shows at once (ZOOKEEPER-4925). */
  | { readonly type: 'proposal'; readonly epoch: Epoch; readonly prev: Zxid; readonly batch: TxnBatch }
  /** Cumulative: durable up to and including `upTo`. */
  | { readonly type: 'ack'; readonly epoch: Epoch; readonly upTo: Zxid }
  /**
   * Cumulative: decided up to and including `upTo`; and up to `withYours`, never less, as far as the receiver has it on its own
   * disk: all others that a quorum needs have it.
   */
  | { readonly type: 'commit'; readonly epoch: Epoch; readonly upTo: Zxid; readonly withYours: Zxid }
  // ── liveness ──
  /** Leader to learner, and echoed back. `sent` is the leader's tick, so that the echo tells the round trip. */
  | { readonly type: 'ping'; readonly epoch: Epoch; readonly sent: number }
  | { readonly type: 'pong'; readonly epoch: Epoch; readonly sent: number }
  /** "I do not lead (any more)" to a learner, "I do not follow (any more)" to a leader. */
  | { readonly type: 'farewell'; readonly attempt: number; readonly why: string }
