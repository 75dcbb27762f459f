import { LATENCY_BUCKETS, latencyBucketOf } from '@quoll/peer'
import { expect, test } from 'vitest'
import { RecentRequests } from '../src/index.ts'

function times(): { readonly buckets: Float64Array; count: number; add(ms: number, times?: number): void } {
  return {
    buckets: new Float64Array(LATENCY_BUCKETS),
    count: 0,
    add(ms, times = 1) {
      this.count += times
      this.buckets[latencyBucketOf(ms)]! += times
    },
  }
}

test('what came since the last look, by its own quantiles', () => {
  const [reads, writes] = [times(), times()]
  const recent = new RecentRequests()
  reads.add(100, 1000)
  expect(recent.take({ reads, writes })).toMatchObject({ reads: { count: 1000 }, writes: undefined })
  reads.add(2, 90)
  reads.add(40, 10)
  const { reads: now } = recent.take({ reads, writes })
  expect(now?.count).toBe(100)
  expect(now?.p50).toBeCloseTo(2, 0)
  expect(Math.abs((now?.p99 ?? 0) / 40 - 1)).toBeLessThan(0.125)
  expect(recent.take({ reads, writes })).toEqual({ reads: undefined, writes: undefined })
})

test('two readers do not take from each other', () => {
  const [reads, writes] = [times(), times()]
  const [one, other] = [new RecentRequests(), new RecentRequests()]
  writes.add(1)
  expect(one.take({ reads, writes }).writes?.count).toBe(1)
  writes.add(1)
  expect([one, other].map((each) => each.take({ reads, writes }).writes?.count)).toEqual([1, 2])
})
