/**
 * Writes on their way to the disk. The core says what to write and learns later that it is durable; only then do memory
 * and messages speak of it. "Handed over" is never "durable" (ZOOKEEPER-4646), and an old write can never finish behind
 * the back of a new role, because a peer that looks waits for all of them (ZOOKEEPER-4712).
 */
import { assert } from './assert.ts'
import type { DurableWrite, WriteId } from './effects.ts'
import { lastOf } from './txn.ts'
import type { Epoch, Zxid } from './zxid.ts'

type Pending = {
  readonly id: WriteId
  /** The end of the log once this write is durable. */
  last: Zxid
  readonly epochs: { readonly accepted: Epoch; readonly current: Epoch } | undefined
}

export class Writes {
  /** The end of the log on disk, as far as it is known. */
  durable: Zxid
  #issued = 0 as WriteId
  #finished = 0 as WriteId
  #pending: Pending[] = []
  #head = 0

  constructor(durable: Zxid) {
    this.durable = durable
  }

  /** Nothing is on its way. */
  get areFinished(): boolean {
    return this.#finished === this.#issued
  }

  /** The id of the newest write; zero before the first. */
  get issued(): WriteId {
    return this.#issued
  }

  isDurable(id: WriteId): boolean {
    return id <= this.#finished
  }

  /** Numbers a write. `last` is the end of the log after it. */
  issue(write: DurableWrite, last: Zxid): WriteId {
    this.#issued = (this.#issued + 1) as WriteId
    if (write.type === 'truncate') this.#cut(write.to)
    const end = write.type === 'append' ? lastOf(write.batch) : last
    this.#pending.push({ id: this.#issued, last: end, epochs: write.type === 'epochs' ? write : undefined })
    return this.#issued
  }

  /** Every write up to `upTo` is durable. Returns the epochs that became durable with them, if any. */
  finish(upTo: WriteId): { readonly accepted: Epoch; readonly current: Epoch } | undefined {
    assert(upTo <= this.#issued, 'only what was issued can become durable')
    let epochs: Pending['epochs']
    while (this.#head < this.#pending.length) {
      const write = this.#pending[this.#head] as Pending
      if (write.id > upTo) break
      if (write.last > this.durable) this.durable = write.last
      if (write.epochs !== undefined) epochs = write.epochs
      this.#head += 1
    }
    if (upTo > this.#finished) this.#finished = upTo
    this.#shrink()
    return epochs
  }

  /** A truncation: nothing issued before it can be durable beyond `to`. */
  #cut(to: Zxid): void {
    if (this.durable > to) this.durable = to
    for (let i = this.#head; i < this.#pending.length; i += 1) {
      const write = this.#pending[i] as Pending
      if (write.last > to) write.last = to
    }
  }

  #shrink(): void {
    if (this.#head === this.#pending.length) {
      this.#pending = []
      this.#head = 0
    } else if (this.#head > 1024 && this.#head * 2 > this.#pending.length) {
      this.#pending = this.#pending.slice(this.#head)
      this.#head = 0
    }
  }
}
