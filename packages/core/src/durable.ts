import type { TxnBatch } from './txn.ts'
import type { Epoch, Zxid } from './zxid.ts'

/**
 * What a peer finds on its disk when it starts. `epoch(last) > currentEpoch` is legal: a crash between "history durable"
 * and "epoch durable" leaves it behind, and it must not be repaired upwards (ZOOKEEPER-1653).
 */
export type DurableState = {
  readonly acceptedEpoch: Epoch
  readonly currentEpoch: Epoch
  /** The history is known from here on: zxid of the snapshot the log stands on, or of any later transaction that is committed. */
  readonly base: Zxid
  /**
   * How much of it is known to have been committed, at least `base`: no leader will ever cut it. The host applied all of
   * this before it made the peer; what follows is delivered when a leader confirms it.
   */
  readonly committed: Zxid
  /** The log above `base`, contiguous, up to `committed` at least. Read batch by batch when the peer is made, which keeps the payloads. */
  readonly log: Iterable<TxnBatch>
  /** False: the disk is empty and nobody vouched that it was never used; the peer must learn before it may vote (ZOOKEEPER-2325). */
  readonly trusted: boolean
}
