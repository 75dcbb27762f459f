import { describe, expect, it } from 'vitest'
import {
  LATENCY_BUCKETS,
  LatencyHistogram,
  latencyBucketOf,
  latencyOfBucket,
} from '../../src/clients/latency-histogram.ts'

describe('buckets of latencies', () => {
  it.each([0.004, 0.02, 0.3, 1, 1.5, 17, 250, 4_000, 60_000])('tell %d ms to an eighth', (ms) => {
    expect(Math.abs(latencyOfBucket(latencyBucketOf(ms)) / ms - 1)).toBeLessThan(0.125)
  })

  it('grow with what they hold, and never end before they should', () => {
    let before = -1
    for (let ms = 0.001; ms < 3e6; ms *= 1.01) {
      const bucket = latencyBucketOf(ms)
      expect(bucket).toBeGreaterThanOrEqual(before)
      before = bucket
    }
    for (const ms of [-1, 0, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect(latencyBucketOf(ms)).toBeGreaterThanOrEqual(0)
      expect(latencyBucketOf(ms)).toBeLessThan(LATENCY_BUCKETS)
    }
  })

  it('count every request once', () => {
    const histogram = new LatencyHistogram()
    for (const ms of [0, 0.1, 0.1, 7, 1e9]) histogram.add(ms)
    expect(histogram.count).toBe(5)
    expect(histogram.buckets.reduce((sum, one) => sum + one)).toBe(5)
  })
})
