/**
 * Transactions that are decided and delivered: few will ever ask for them again, but all of them stay until they may be
 * forgotten. Kept as one block of bytes and two numbers each, they cost the garbage collector nothing; as an array of
 * views each would be moved, marked and swept, and would keep the whole message alive that it came in.
 */
import type { TxnBatch } from './txn.ts'
import { type Zxid, zxidPlus } from './zxid.ts'

/** What may lie between two payloads of one message for both to be copied in one go: the length of the second. */
const GAP_BYTES_MAX = 4

export class PackedBatch {
  readonly first: Zxid
  readonly last: Zxid
  readonly #bytes: Uint8Array
  /** Start and end of each payload. */
  readonly #places: Uint32Array

  /** `batches` follow one another, within one epoch. `bytes` is at least the length of all payloads. */
  constructor(batches: readonly TxnBatch[], txns: number, bytes: number) {
    this.first = (batches[0] as TxnBatch).first
    this.last = zxidPlus(this.first, txns - 1)
    this.#places = new Uint32Array(2 * txns)
    this.#bytes = new Uint8Array(bytes + GAP_BYTES_MAX * txns)
    let at = 0
    let txn = 0
    for (const { payloads } of batches) {
      at = this.#take(payloads, txn, at)
      txn += payloads.length
    }
  }

  get count(): number {
    return this.#places.length / 2
  }

  /** The transactions again, as parts of the block, from the one at `from` on. */
  batch(from = 0): TxnBatch {
    const payloads: Uint8Array[] = []
    for (let txn = from; txn < this.count; txn += 1)
      payloads.push(this.#bytes.subarray(this.#places[2 * txn], this.#places[2 * txn + 1]))
    return { first: zxidPlus(this.first, from), payloads }
  }

  /** Copies payloads behind `at`, those that lie together in one piece, and says where the next ones go. */
  #take(payloads: readonly Uint8Array[], firstTxn: number, at: number): number {
    let target = at
    for (let from = 0; from < payloads.length; ) {
      const head = payloads[from] as Uint8Array
      const { buffer, byteOffset: start } = head
      let end = start
      let next = from
      for (; next < payloads.length; next += 1) {
        const payload = payloads[next] as Uint8Array
        const gap = payload.byteOffset - end
        if (next > from && (gap < 0 || gap > GAP_BYTES_MAX || payload.buffer !== buffer)) break
        end = payload.byteOffset + payload.length
        this.#places[2 * (firstTxn + next)] = target + payload.byteOffset - start
        this.#places[2 * (firstTxn + next) + 1] = target + end - start
      }
      this.#bytes.set(next === from + 1 ? head : new Uint8Array(buffer, start, end - start), target)
      target += end - start
      from = next
    }
    return target
  }
}
