import { COUNTER_MAX } from './zxid.ts'

/** Bounds of what a peer sends ahead and how far it counts. Tests set them tiny. */
export type Limits = {
  /** At most this many transactions in one proposal message to a learner that is catching up. */
  readonly batchTxnsMax: number
  /** And about this many payload bytes (one larger transaction still goes alone). */
  readonly batchBytesMax: number
  /** A learner may owe acknowledgements for this many proposal messages and payload bytes; then the leader waits. */
  readonly windowMessagesMax: number
  readonly windowBytesMax: number
  /** A leader that reached this counter finishes what is under way and lets a new epoch begin (ZOOKEEPER-1277). */
  readonly counterMax: number
}

export const DEFAULT_LIMITS: Limits = {
  batchTxnsMax: 1024,
  batchBytesMax: 256 * 1024,
  windowMessagesMax: 2048,
  windowBytesMax: 4 * 1024 * 1024,
  counterMax: COUNTER_MAX - 0xffff,
}
