/**
 * How long things took: a histogram with buckets that grow with the value, so that every percentile is known to half a
 * percent, from a tenth of a microsecond to minutes, in a fixed 27 KiB and without keeping a sample. The idea is Gil Tene's
 * HdrHistogram; this one has 128 equal buckets per power of two.
 *
 *     ticks     0 … 127        one bucket each
 *               128 … 255      one bucket each          2^7
 *               256 … 511      128 buckets of 2         2^8
 *               512 … 1023     128 buckets of 4         …
 */

/** One tick is 100 ns. */
const TICKS_PER_MS = 10_000
const SUB_BITS = 7
const SUB_BUCKETS = 1 << SUB_BITS
const TICKS_MAX = 2 ** 31 - 1
const BUCKETS = bucketOf(TICKS_MAX) + 1

/** What crosses a thread. */
export type HistogramCounts = {
  readonly counts: Float64Array
  readonly sumMs: number
  readonly minMs: number
  readonly maxMs: number
}

/** Milliseconds; of nothing at all, all zero. */
export type LatencySummary = {
  readonly count: number
  readonly mean: number
  readonly min: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

export class Histogram {
  readonly #counts = new Float64Array(BUCKETS)
  #count = 0
  #sumMs = 0
  #minMs = Number.POSITIVE_INFINITY
  #maxMs = 0

  get count(): number {
    return this.#count
  }

  /** A duration in milliseconds; a negative one, which only a clock that was set back can give, counts as none. */
  add(ms: number): void {
    const duration = Math.max(0, ms)
    const bucket = bucketOf(Math.min(TICKS_MAX, Math.round(duration * TICKS_PER_MS)))
    this.#counts[bucket]!++
    this.#count++
    this.#sumMs += duration
    if (duration < this.#minMs) this.#minMs = duration
    if (duration > this.#maxMs) this.#maxMs = duration
  }

  /** Everything `other` holds, added to this. */
  merge({ counts, sumMs, minMs, maxMs }: HistogramCounts): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = counts[bucket] ?? 0
      this.#counts[bucket]! += count
      this.#count += count
    }
    this.#sumMs += sumMs
    this.#minMs = Math.min(this.#minMs, minMs)
    this.#maxMs = Math.max(this.#maxMs, maxMs)
  }

  /** Milliseconds that the fraction `p` of all durations does not exceed; exact for 0 and 1, within half a percent otherwise. */
  quantile(p: number): number {
    if (this.#count === 0) return 0
    if (p <= 0) return this.#minMs
    if (p >= 1) return this.#maxMs
    let left = Math.max(1, Math.ceil(p * this.#count))
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket]!
      if (left <= 0) return Math.min(this.#maxMs, Math.max(this.#minMs, middleOf(bucket) / TICKS_PER_MS))
    }
    return this.#maxMs
  }

  /** How many durations lie in `[fromMs, toMs)`, to the width of a bucket: for plots. */
  countBetween(fromMs: number, toMs: number): number {
    let count = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const ms = middleOf(bucket) / TICKS_PER_MS
      if (ms >= fromMs && ms < toMs) count += this.#counts[bucket]!
    }
    return count
  }

  summary(): LatencySummary {
    const at = (p: number) => roundMs(this.quantile(p))
    const mean = roundMs(this.#count === 0 ? 0 : this.#sumMs / this.#count)
    return {
      count: this.#count,
      mean,
      min: at(0),
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      p999: at(0.999),
      max: at(1),
    }
  }

  counts(): HistogramCounts {
    return { counts: this.#counts, sumMs: this.#sumMs, minMs: this.#minMs, maxMs: this.#maxMs }
  }
}

function bucketOf(ticks: number): number {
  if (ticks < SUB_BUCKETS) return ticks
  const shift = 31 - Math.clz32(ticks) - SUB_BITS
  return ((shift + 1) << SUB_BITS) + ((ticks >>> shift) & (SUB_BUCKETS - 1))
}

/** The value a bucket stands for, in ticks. */
function middleOf(bucket: number): number {
  if (bucket < 2 * SUB_BUCKETS) return bucket
  const shift = (bucket >> SUB_BITS) - 1
  const from = (SUB_BUCKETS + (bucket & (SUB_BUCKETS - 1))) * 2 ** shift
  return from + (2 ** shift - 1) / 2
}

/** Microseconds are as fine as anything here means. */
function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
