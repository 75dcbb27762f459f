/**
 * What a peer accepted since its last snapshot: a contiguous run of transactions above `base`, kept as the batches they
 * came in. Batches are handed on as they are wherever possible, so that whoever encodes one for the disk, the wire or a
 * follower can do it once per batch.
 *
 *   base   ring[head]        …                    ring[head + size - 1]
 *   ──┼── 4:7 4:8 4:9 ── 5:1 ── 5:2 5:3 … ── 5:40 ──┤ last
 *
 * The one contiguous log is the only source for DIFF; there is no second cache that could have holes (ZOOKEEPER-4925,
 * 2099, 2846). Finding a zxid costs a binary search over the batches.
 *
 * What is decided is packed, some hundred transactions at a time (packed-batch.ts): the older part of the ring.
 */
import { assert } from './assert.ts'
import { PackedBatch } from './packed-batch.ts'
import { lastOf, type TxnBatch } from './txn.ts'
import { follows, type Zxid, zxidPlus } from './zxid.ts'

type Run = TxnBatch | PackedBatch

/** Transactions, or bytes of them, that are packed together. */
const PACKED_TXNS = 256
const PACKED_BYTES = 64 * 1024
/** Payloads of more bytes than this on average are left as they are. */
const LARGE_BYTES = 4096

export class History {
  #base: Zxid
  #last: Zxid
  #ring: (Run | undefined)[] = new Array(64)
  #head = 0
  #size = 0
  /** So many of the oldest runs are packed, or too large for it; they end at `#packedTo`. */
  #packed = 0
  #packedTo: Zxid

  constructor(base: Zxid) {
    this.#base = base
    this.#last = base
    this.#packedTo = base
  }

  /** The zxid of the snapshot this history stands on. */
  get base(): Zxid {
    return this.#base
  }

  /** The newest transaction, or `base` when there is none above it. */
  get last(): Zxid {
    return this.#last
  }

  /** How many batches it is made of: for tests and views. */
  get batchCount(): number {
    return this.#size
  }

  /** @throws InvariantViolation when the batch does not directly follow `last`. */
  append(batch: TxnBatch): void {
    assert(batch.payloads.length > 0, 'a batch is never empty')
    assert(follows(this.#last, batch.first), 'a history has no gaps')
    if (this.#size === this.#ring.length) this.#grow()
    this.#ring[(this.#head + this.#size) & (this.#ring.length - 1)] = batch
    this.#size += 1
    this.#last = lastOf(batch)
  }

  /** The greatest position (a transaction or the base) that is not above `z`. `z` must not be below the base. */
  floor(z: Zxid): Zxid {
    assert(z >= this.#base, 'what lies below the base is forgotten')
    if (z >= this.#last) return this.#last
    const found = this.#find(z)
    if (found < 0) return this.#base
    const end = lastOfRun(this.#at(found))
    return z < end ? z : end
  }

  /** Is `z` a transaction of this history, or its base? */
  has(z: Zxid): boolean {
    return z >= this.#base && this.floor(z) === z
  }

  /** Forgets everything after `to`, which must be held. */
  truncate(to: Zxid): void {
    assert(this.has(to), 'a history is cut at a transaction it holds')
    while (this.#size > 0 && this.#at(this.#size - 1).first > to) {
      this.#size -= 1
      this.#ring[(this.#head + this.#size) & (this.#ring.length - 1)] = undefined
    }
    if (this.#size > 0) {
      const slot = (this.#head + this.#size - 1) & (this.#ring.length - 1)
      const batch = batchOf(this.#ring[slot] as Run)
      if (lastOf(batch) > to) {
        this.#ring[slot] = { first: batch.first, payloads: batch.payloads.slice(0, to - batch.first + 1) }
      }
    }
    this.#last = to
    this.#packed = Math.min(this.#packed, this.#size)
    if (this.#packedTo > to) this.#packedTo = to
  }

  /** Forgets everything up to and including `to`, which must be held and becomes the base. */
  compact(to: Zxid): void {
    assert(this.has(to), 'a history is compacted to a transaction it holds')
    while (this.#size > 0 && lastOfRun(this.#at(0)) <= to) {
      this.#ring[this.#head] = undefined
      this.#head = (this.#head + 1) & (this.#ring.length - 1)
      this.#size -= 1
      if (this.#packed > 0) this.#packed -= 1
    }
    if (this.#size > 0) {
      const run = this.#at(0)
      if (run.first <= to) {
        const { payloads } = batchOf(run)
        this.#ring[this.#head] = { first: zxidPlus(to, 1), payloads: payloads.slice(to - run.first + 1) }
      }
    }
    this.#base = to
    if (this.#packedTo < to) this.#packedTo = to
  }

  /** Everything up to `to` is decided and was delivered: it is packed, as soon as there is enough of it. */
  pack(to: Zxid): void {
    if (to - this.#packedTo < PACKED_TXNS) return
    for (let from = this.#packed; from < this.#size; from += 1) {
      const end = this.#packable(from, to)
      if (end === undefined) return
      this.#packRuns(from, end)
    }
  }

  /** Up to which run, exclusive, those from `from` on are to be packed together; undefined while it is too early. */
  #packable(from: number, to: Zxid): number | undefined {
    let txns = 0
    let bytes = 0
    let next = this.#at(from).first
    for (let place = from; place < this.#size; place += 1) {
      const batch = batchOf(this.#at(place))
      if (lastOf(batch) > to) return undefined
      if (batch.first !== next) return place
      txns += batch.payloads.length
      bytes += bytesOf(batch)
      if (txns >= PACKED_TXNS || bytes >= PACKED_BYTES) return place + 1
      next = zxidPlus(lastOf(batch), 1)
    }
    return undefined
  }

  #packRuns(from: number, end: number): void {
    const mask = this.#ring.length - 1
    const batches: TxnBatch[] = []
    for (let place = from; place < end; place += 1) batches.push(batchOf(this.#at(place)))
    const txns = batches.reduce((sum, batch) => sum + batch.payloads.length, 0)
    const bytes = batches.reduce((sum, batch) => sum + bytesOf(batch), 0)
    if (bytes <= LARGE_BYTES * txns) {
      this.#ring[(this.#head + from) & mask] = new PackedBatch(batches, txns, bytes)
      const saved = end - from - 1
      for (let place = end; place < this.#size; place += 1)
        this.#ring[(this.#head + place - saved) & mask] = this.#at(place)
      for (let place = this.#size - saved; place < this.#size; place += 1)
        this.#ring[(this.#head + place) & mask] = undefined
      this.#size -= saved
    }
    this.#packed = from + 1
    this.#packedTo = lastOfRun(this.#at(from))
  }

  /** A snapshot took the place of everything: the log is empty above `base`. */
  reset(base: Zxid): void {
    this.#ring = new Array(64)
    this.#head = 0
    this.#size = 0
    this.#packed = 0
    this.#base = base
    this.#last = base
    this.#packedTo = base
  }

  /**
   * Some transactions after `after` and not above `upTo`, in one batch of one epoch; undefined when there are none.
   * A whole batch of the history is returned as it is; small neighbours are joined up to the bounds.
   */
  read(after: Zxid, upTo: Zxid, txnsMax: number, bytesMax: number): TxnBatch | undefined {
    if (after >= upTo || after >= this.#last) return undefined
    assert(after >= this.#base, 'what lies below the base cannot be read')
    let place = this.#size - 1
    // The newest batch is asked for nearly always.
    if (this.#at(place).first <= after || !this.#startsAt(place, after)) place = this.#placeAfter(after)
    const batch = batchOf(this.#at(place))
    const skip = batch.first > after ? 0 : after - batch.first + 1
    const first = zxidPlus(batch.first, skip)
    if (first > upTo) return undefined
    const fits = Math.min(batch.payloads.length - skip, upTo - first + 1)
    const whole = skip === 0 && fits === batch.payloads.length
    const joins = whole && place + 1 < this.#size && this.#at(place + 1).first <= upTo
    if (whole && !joins && fits <= txnsMax && !exceeds(batch.payloads, bytesMax)) return batch
    return this.#join(place, first, upTo, txnsMax, bytesMax)
  }

  #join(from: number, first: Zxid, upTo: Zxid, txnsMax: number, bytesMax: number): TxnBatch {
    const payloads: Uint8Array[] = []
    let next: Zxid = first
    let bytes = 0
    for (let place = from; place < this.#size; place += 1) {
      const batch = batchOf(this.#at(place))
      if (place > from && batch.first !== next) break
      for (let i = next - batch.first; i < batch.payloads.length; i += 1) {
        const payload = batch.payloads[i] as Uint8Array
        const full = payloads.length === txnsMax || bytes + payload.length > bytesMax
        if (next > upTo || (full && payloads.length > 0)) return { first, payloads }
        payloads.push(payload)
        bytes += payload.length
        next = zxidPlus(next, 1)
      }
    }
    return { first, payloads }
  }

  /** Does the batch at `place` begin right after `after`? */
  #startsAt(place: number, after: Zxid): boolean {
    const previous = place === 0 ? this.#base : lastOfRun(this.#at(place - 1))
    return previous === after
  }

  /** The place of the batch that holds the first transaction above `after` (there is one). */
  #placeAfter(after: Zxid): number {
    const found = this.#find(after)
    if (found < 0) return 0
    return lastOfRun(this.#at(found)) > after ? found : found + 1
  }

  /** The place of the last batch that begins at or below `z`; -1 when all begin above it. */
  #find(z: Zxid): number {
    let low = 0
    let high = this.#size - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.#at(middle).first <= z) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  #at(place: number): Run {
    return this.#ring[(this.#head + place) & (this.#ring.length - 1)] as Run
  }

  #grow(): void {
    const larger = new Array<Run | undefined>(this.#ring.length * 2)
    for (let i = 0; i < this.#size; i += 1) larger[i] = this.#at(i)
    this.#ring = larger
    this.#head = 0
  }
}

function lastOfRun(run: Run): Zxid {
  return run instanceof PackedBatch ? run.last : lastOf(run)
}

function batchOf(run: Run): TxnBatch {
  return run instanceof PackedBatch ? run.batch() : run
}

function bytesOf({ payloads }: TxnBatch): number {
  let bytes = 0
  for (const payload of payloads) bytes += payload.length
  return bytes
}

function exceeds(payloads: readonly Uint8Array[], bytesMax: number): boolean {
  let bytes = 0
  for (const payload of payloads) bytes += payload.length
  return bytes > bytesMax && payloads.length > 1
}
