/**
 * Points in the applied history where it may be cut off in memory: one per thousand transactions (fewer where few are to be
 * kept) or per MiB, with the bytes that lie behind it. When there is more than is to be kept, the core is told to forget everything before one of them.
 */
import type { Zxid } from '@quoll/core'

const TXNS_PER_MARK_MAX = 1000
const BYTES_PER_MARK = 1024 * 1024

const NOTHING_MARKED = { txns: 0, bytes: 0 }

type Mark = { readonly zxid: Zxid; readonly txns: number; readonly bytes: number }

export class HistoryMarks {
  readonly #txnsPerMark: number
  #marks: Mark[] = []
  #txns = 0
  #bytes = 0

  /** `kept`: how many transactions are to stay in memory. */
  constructor(kept: number = TXNS_PER_MARK_MAX) {
    this.#txnsPerMark = Math.min(Math.max(1, Math.floor(kept / 10)), TXNS_PER_MARK_MAX)
  }

  /** Counted since the start or the last `reset`. */
  get txns(): number {
    return this.#txns
  }
  get bytes(): number {
    return this.#bytes
  }

  add(zxid: Zxid, bytes: number): void {
    this.#txns++
    this.#bytes += bytes
    const { txns, bytes: marked } = this.#marks.at(-1) ?? NOTHING_MARKED
    if (this.#txns - txns >= this.#txnsPerMark || this.#bytes - marked >= BYTES_PER_MARK)
      this.#marks.push({ zxid, txns: this.#txns, bytes: this.#bytes })
  }

  /** Do more than `txns` transactions or `bytes` bytes lie behind the oldest mark? Its zxid then. */
  tooOld(txns: number, bytes: number): Zxid | undefined {
    const oldest = this.#marks[0]
    if (oldest === undefined) return undefined
    return this.#txns - oldest.txns > txns || this.#bytes - oldest.bytes > bytes ? oldest.zxid : undefined
  }

  /**
   * Where to cut so that at most `txns` transactions and `bytes` bytes stay, at or below `durable`; the marks before
   * it are dropped. `durable` itself when no mark is low enough.
   */
  cutFor(durable: Zxid, txns: number, bytes: number): Zxid {
    const enough = (mark: Mark) => this.#txns - mark.txns <= txns && this.#bytes - mark.bytes <= bytes
    const found = this.#marks.findIndex(enough)
    const mark = found < 0 ? undefined : this.#marks[found]
    if (mark === undefined || mark.zxid >= durable) {
      this.#marks = this.#marks.filter((each) => each.zxid > durable)
      return durable
    }
    this.#marks = this.#marks.slice(found + 1)
    return mark.zxid
  }

  reset(): void {
    this.#marks = []
    this.#txns = 0
    this.#bytes = 0
  }
}
