import { type Zxid, zxidPlus } from './zxid.ts'

/**
 * Consecutive transactions of one epoch: the first has zxid `first`, the next `first + 1`, and so on.
 * The payloads are opaque: the core never looks into them and never copies them. Never empty.
 */
export type TxnBatch = {
  readonly first: Zxid
  readonly payloads: readonly Uint8Array[]
}

export function lastOf(batch: TxnBatch): Zxid {
  return zxidPlus(batch.first, batch.payloads.length - 1)
}
