/**
 * Which transactions the log holds, without their contents: a floor, and above it one run of counters per epoch.
 * At or below the floor nothing is known but the floor itself. The same bookkeeping serves while writing and while
 * recovering, so both judge a truncation alike (ZOOKEEPER-1154: membership, not range).
 */
import { assert, epochOf, follows, formatZxid, ZXID_ZERO, type Zxid, zxidPlus } from '@quoll/core'

type Run = { readonly first: Zxid; last: Zxid }

export class LogHistory {
  #floor: Zxid
  #runs: Run[] = []
  /** Up to here it is known to have been committed. */
  #committed: Zxid = ZXID_ZERO

  constructor(floor: Zxid) {
    this.#floor = floor
  }

  get floor(): Zxid {
    return this.#floor
  }

  get last(): Zxid {
    return this.#runs.at(-1)?.last ?? this.#floor
  }

  get committed(): Zxid {
    return this.#committed
  }

  contains(zxid: Zxid): boolean {
    return zxid === this.#floor || this.#runs.some((run) => run.first <= zxid && zxid <= run.last)
  }

  /** @throws InvariantViolation unless `first` may directly follow the last transaction. */
  append(first: Zxid, count: number): void {
    const last = this.last
    assert(count > 0, 'a batch is never empty')
    assert(follows(last, first), `the log has no gaps: ${formatZxid(first)} after ${formatZxid(last)}`)
    const end = zxidPlus(first, count - 1)
    assert(epochOf(end) === epochOf(first), 'a batch is of one epoch')
    const run = this.#runs.at(-1)
    if (run !== undefined && first === zxidPlus(run.last, 1)) run.last = end
    else this.#runs.push({ first, last: end })
  }

  /** @throws InvariantViolation unless `upTo` is in the log, or at or below its floor, where nothing is known. */
  commit(upTo: Zxid): void {
    assert(upTo <= this.#floor || this.contains(upTo), `what is committed is in the log, unlike ${formatZxid(upTo)}`)
    if (upTo > this.#committed) this.#committed = upTo
  }

  /** @throws InvariantViolation unless `to` is in the log, or its floor, and nothing above it is known to be committed. */
  truncate(to: Zxid): void {
    assert(
      to >= this.#committed,
      `what is committed is never cut: ${formatZxid(this.#committed)} is above ${formatZxid(to)}`,
    )
    assert(this.contains(to), `truncation goes to a transaction of the log, not to ${formatZxid(to)}`)
    this.#runs = this.#runs.filter((run) => run.first <= to)
    const run = this.#runs.at(-1)
    if (run !== undefined && run.last > to) run.last = to
  }

  /** Everything so far is void: the history stands on `floor` from now on. */
  restart(floor: Zxid): void {
    this.#floor = floor
    this.#runs = []
  }
}
