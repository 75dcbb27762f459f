/** Percentiles out of buckets, beside percentiles out of every sample. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histogram } from '../src/histogram.ts'

const PERCENTILES = [0, 0.1, 0.5, 0.9, 0.99, 0.999, 1]
/** Half of the widest bucket, and half a tick for what is rounded. */
const RELATIVE_ERROR = 0.005
const TICK_MS = 0.0001

function exact(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0
}

function of(samples: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const sample of samples) histogram.add(sample)
  return histogram
}

const durations = fc.array(
  fc.oneof(fc.double({ min: 0, max: 0.02, noNaN: true }), fc.double({ min: 0, max: 5_000, noNaN: true })),
  { minLength: 1, maxLength: 500 },
)

test('every percentile is within half a percent of the exact one', () => {
  fc.assert(
    fc.property(durations, (samples) => {
      const histogram = of(samples)
      for (const p of PERCENTILES) {
        const wanted = exact(samples, p)
        expect(Math.abs(histogram.quantile(p) - wanted)).toBeLessThanOrEqual(wanted * RELATIVE_ERROR + TICK_MS)
      }
    }),
  )
})

test('two histograms merged are the histogram of both', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      const merged = of(a)
      merged.merge(of(b).counts())
      const { mean, ...summary } = merged.summary()
      const { mean: wantedMean, ...wanted } = of([...a, ...b]).summary()
      expect(summary).toEqual(wanted)
      expect(mean).toBeCloseTo(wantedMean, 2)
    }),
  )
})

test('the first and the last are exact, beyond the last bucket too', () => {
  const histogram = of([0.12345, 7, 1_000_000])
  expect([histogram.quantile(0), histogram.quantile(1)]).toEqual([0.12345, 1_000_000])
  expect(histogram.summary()).toMatchObject({ count: 3, min: 0.123, max: 1_000_000, p50: expect.closeTo(7, 1) })
})

test('of nothing, everything is zero', () => {
  expect(new Histogram().summary()).toEqual({ count: 0, mean: 0, min: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 })
})

test('plots: what lies between two limits', () => {
  const histogram = of([1, 2, 3, 40])
  expect([histogram.countBetween(0, 2.5), histogram.countBetween(2.5, 50), histogram.countBetween(50, 60)]).toEqual([
    2, 2, 0,
  ])
})
