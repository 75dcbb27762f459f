import type { TxnBatch } from './txn.ts'
import type { Epoch, Zxid } from './zxid.ts'

/**
 * What a peer finds on its disk when it starts. `epoch(last) > currentEpoch` is legal: a crash between "history durable"
 * and "epoch durable" leaves it behind, and it must not be repaired upwards (ZOOKEEPER-1653).
 */
export type DurableState = {
  readonly acceptedEpoch: Epoch
  readonly currentEpoch: Epoch
  /** Zxid of the snapshot the log stands on; `ZXID_ZERO` without one. */
  readonly base: Zxid
  /** The log above `base`, contiguous. Read batch by batch when the peer is made, which keeps the payloads. */
  readonly log: Iterable<TxnBatch>
  /** False: the disk is empty and nobody vouched that it was never used; the peer must learn before it may vote (ZOOKEEPER-2325). */
  readonly trusted: boolean
}
