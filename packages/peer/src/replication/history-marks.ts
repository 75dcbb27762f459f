/**
 * Points in the applied history where it may be cut off in memory: one per thousand transactions, with the bytes that
 * lie behind it. After a snapshot the core is told to forget everything before one of them.
 */
import type { Zxid } from '@quoll/core'

const TXNS_PER_MARK = 1000

type Mark = { readonly zxid: Zxid; readonly txns: number; readonly bytes: number }

export class HistoryMarks {
  #marks: Mark[] = []
  #txns = 0
  #bytes = 0

  /** Counted since the start or the last `snapshotTaken`. */
  get txnsSinceSnapshot(): number {
    return this.#txns - this.#txnsAtSnapshot
  }
  get bytesSinceSnapshot(): number {
    return this.#bytes - this.#bytesAtSnapshot
  }
  #txnsAtSnapshot = 0
  #bytesAtSnapshot = 0

  add(zxid: Zxid, bytes: number): void {
    this.#txns++
    this.#bytes += bytes
    if (this.#txns % TXNS_PER_MARK === 0) this.#marks.push({ zxid, txns: this.#txns, bytes: this.#bytes })
  }

  snapshotTaken(): void {
    this.#txnsAtSnapshot = this.#txns
    this.#bytesAtSnapshot = this.#bytes
  }

  /**
   * Where to cut so that at most `txns` transactions and `bytes` bytes stay, at or below `snapshot`; the marks before
   * it are dropped. `snapshot` itself when no mark is low enough.
   */
  cutFor(snapshot: Zxid, txns: number, bytes: number): Zxid {
    const enough = (mark: Mark) => this.#txns - mark.txns <= txns && this.#bytes - mark.bytes <= bytes
    const found = this.#marks.findIndex(enough)
    const mark = found < 0 ? undefined : this.#marks[found]
    if (mark === undefined || mark.zxid >= snapshot) {
      this.#marks = this.#marks.filter((each) => each.zxid > snapshot)
      return snapshot
    }
    this.#marks = this.#marks.slice(found + 1)
    return mark.zxid
  }

  reset(): void {
    this.#marks = []
    this.#txns = 0
    this.#bytes = 0
    this.#txnsAtSnapshot = 0
    this.#bytesAtSnapshot = 0
  }
}
