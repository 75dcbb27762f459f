/**
 * How long requests took, counted in buckets: fixed memory, no allocation per request. Counts only grow, so whoever looks now
 * and then takes the difference of two looks and has the requests in between; several can, and none disturbs the others.
 * Buckets as in HdrHistogram: eight per power of two of microseconds, so a quantile is exact to an eighth.
 */

const MICROS_PER_MS = 1000
const PER_OCTAVE_BITS = 3
const PER_OCTAVE = 1 << PER_OCTAVE_BITS
const MICROS_MAX = 2 ** 31 - 1

export const LATENCY_BUCKETS: number = (31 - PER_OCTAVE_BITS + 1) * PER_OCTAVE

export class LatencyHistogram {
  /** Requests per bucket since start. */
  readonly buckets: Float64Array = new Float64Array(LATENCY_BUCKETS)
  count = 0

  add(ms: number): void {
    this.count++
    this.buckets[latencyBucketOf(ms)]!++
  }
}

/** Above 35 minutes everything is one bucket. */
export function latencyBucketOf(ms: number): number {
  const micros = ms > 0 ? Math.min(MICROS_MAX, ms * MICROS_PER_MS) | 0 : 0
  if (micros < PER_OCTAVE) return micros
  const shift = 31 - Math.clz32(micros) - PER_OCTAVE_BITS
  return (shift + 1) * PER_OCTAVE + ((micros >> shift) - PER_OCTAVE)
}

/** Milliseconds in the middle of a bucket. */
export function latencyOfBucket(bucket: number): number {
  if (bucket < PER_OCTAVE) return bucket / MICROS_PER_MS
  const shift = Math.floor(bucket / PER_OCTAVE) - 1
  const from = (PER_OCTAVE + (bucket % PER_OCTAVE)) * 2 ** shift
  return (from + 2 ** shift / 2) / MICROS_PER_MS
}
