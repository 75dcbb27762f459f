import { expect, test } from 'vitest'
import { Schedule } from '../src/load/schedule.ts'

function times(schedule: Schedule, count: number): number[] {
  return Array.from({ length: count }, () => schedule.take())
}

test('a steady rate, whatever became of the earlier ones', () => {
  expect(times(new Schedule({ rate: 500, startMs: 1000, offset: 0 }), 4)).toEqual([1000, 1002, 1004, 1006])
})

test('threads that share a rate take turns', () => {
  const all = [0, 0.5].flatMap((offset) => times(new Schedule({ rate: 100, startMs: 0, offset }), 3))
  expect(all.toSorted((a, b) => a - b)).toEqual([0, 5, 10, 15, 20, 25])
})

test('errors do not add up: after a day at a third of a thousand it is on time', () => {
  const schedule = new Schedule({ rate: 333, startMs: 0, offset: 0 })
  const requests = 333 * 3600
  times(schedule, requests)
  expect(schedule.nextMs).toBeCloseTo(3_600_000, 6)
})
