/**
 * When what was written to clients goes out. Replies: at the end of the turn, once for every connection however many it got. News
 * that nobody asked for, a watch that fired: behind them, in portions, one per turn. A change may be news to thousands, and telling
 * them takes a tenth of a second, in which replies go out, other peers hear of the commit and tell theirs.
 */

/** Connections that are told of a change in one turn, which takes a millisecond or two. */
const UNASKED_PER_TURN = 128
/** So many of those that were told are forgotten at the latest, while there is always somebody more to be told. */
const UNASKED_KEPT_MAX = 8192

type Flushable = { flush(): void }

export class FlushTurns<Link extends Flushable> {
  #replies: Link[] = []
  /** Those that have something to be told, from `#told` on. */
  #unasked: Link[] = []
  #told = 0

  /** Connections that are remembered because of something they are told unasked, those that were told already among them: for tests. */
  get unaskedKept(): number {
    return this.#unasked.length
  }

  /** Calls `flush` of a connection that was written to: once for each time it is asked for. */
  later(link: Link, unasked: boolean): void {
    if (unasked) {
      if (this.#unasked.length === 0) setImmediate(() => this.#flushUnasked())
      this.#unasked.push(link)
      return
    }
    if (this.#replies.length === 0) process.nextTick(() => this.#flushReplies())
    this.#replies.push(link)
  }

  #flushReplies(): void {
    const links = this.#replies
    this.#replies = []
    for (const link of links) link.flush()
  }

  #flushUnasked(): void {
    const end = Math.min(this.#told + UNASKED_PER_TURN, this.#unasked.length)
    while (this.#told < end) this.#unasked[this.#told++]?.flush()
    if (end === this.#unasked.length || end >= UNASKED_KEPT_MAX) {
      this.#unasked = this.#unasked.slice(end)
      this.#told = 0
    }
    if (this.#unasked.length > 0) setImmediate(() => this.#flushUnasked())
  }
}
