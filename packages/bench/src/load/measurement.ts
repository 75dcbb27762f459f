/** What is counted while a load runs, and how the counts of several threads become one result. */
import { Histogram, type HistogramCounts } from '../histogram.ts'
import { isRead } from '../mix.ts'
import { EXAMPLES_MAX, noViolations, type Violation, type ViolationCounts } from './violations.ts'

/** What a thread reports: plain data. */
export type Counts = {
  readonly operations: number
  readonly reads: HistogramCounts
  readonly writes: HistogramCounts
  /** From when a request was really sent. */
  readonly service: HistogramCounts
  readonly perSecond: readonly number[]
  readonly violations: ViolationCounts
  readonly examples: readonly string[]
  readonly lostConnections: number
  /** Requests of the measured time that were not answered in it; with a rate they count with the age they had. */
  readonly unfinished: number
  /** Requests that were never answered, though time was given. */
  readonly unanswered: number
  /** Share of the measured time in which this thread worked, 0 to 1. */
  readonly busy: number
  /** Processors that the whole tool used in the measured time, all of its threads together. */
  readonly processors: number
}

export class Measurement {
  readonly #reads = new Histogram()
  readonly #writes = new Histogram()
  readonly #service = new Histogram()
  readonly #perSecond: number[] = []
  readonly #violations = noViolations()
  readonly #examples: string[] = []
  #operations = 0
  #fromMs = Number.POSITIVE_INFINITY
  #toMs = Number.POSITIVE_INFINITY
  lostConnections = 0
  unfinished = 0
  unanswered = 0
  busy = 0
  processors = 0
  /** Replies in all, measured or not. */
  completed = 0

  /** Counts what is answered in `[fromMs, toMs)`. */
  between(fromMs: number, toMs: number): void {
    this.#fromMs = fromMs
    this.#toMs = toMs
  }

  onReply(op: number, intendedMs: number, sentMs: number, nowMs: number): void {
    this.completed++
    if (nowMs < this.#fromMs || nowMs >= this.#toMs) return
    this.#operations++
    const latency = isRead(op) ? this.#reads : this.#writes
    latency.add(nowMs - intendedMs)
    this.#service.add(nowMs - sentMs)
    const second = Math.floor((nowMs - this.#fromMs) / 1000)
    while (this.#perSecond.length <= second) this.#perSecond.push(0)
    this.#perSecond[second]!++
  }

  /** A request that ought to have been answered in the measured time, and has waited since `intendedMs`. */
  onUnfinished(op: number, intendedMs: number): void {
    if (intendedMs >= this.#toMs) return
    this.unfinished++
    const latency = isRead(op) ? this.#reads : this.#writes
    latency.add(this.#toMs - intendedMs)
  }

  onViolation(violation: Violation, example: string): void {
    this.#violations[violation]++
    if (this.#examples.length < EXAMPLES_MAX) this.#examples.push(example)
  }

  counts(): Counts {
    const { lostConnections, unfinished, unanswered, busy, processors } = this
    return {
      operations: this.#operations,
      reads: this.#reads.counts(),
      writes: this.#writes.counts(),
      service: this.#service.counts(),
      perSecond: this.#perSecond,
      violations: this.#violations,
      examples: this.#examples,
      lostConnections,
      unfinished,
      unanswered,
      busy,
      processors,
    }
  }
}
