import { expect, test } from 'vitest'
import { Random } from '../src/random.ts'
import { cancel, Scheduler } from '../src/scheduler.ts'

const FOR_EVER = Number.POSITIVE_INFINITY

test('events happen in the order of their times, and at one time in the order they were scheduled', () => {
  const random = new Random(1)
  const scheduler = new Scheduler()
  const expected: { readonly at: number; readonly order: number }[] = []
  const happened: { readonly at: number; readonly order: number }[] = []
  for (let order = 0; order < 2_000; order++) {
    const at = random.below(100)
    expected.push({ at, order })
    scheduler.at(at, () => happened.push({ at: scheduler.now, order }))
  }
  while (scheduler.step(FOR_EVER));
  expected.sort((a, b) => a.at - b.at || a.order - b.order)
  expect(happened).toEqual(expected)
})

test('what is cancelled does not happen, and what is scheduled meanwhile does', () => {
  const scheduler = new Scheduler()
  const happened: string[] = []
  const doomed = scheduler.after(5, () => happened.push('doomed'))
  scheduler.after(1, () => {
    cancel(doomed)
    scheduler.after(2, () => happened.push('later'))
  })
  while (scheduler.step(FOR_EVER));
  expect(happened).toEqual(['later'])
  expect(scheduler.now).toBe(3)
})

test('time stops where it is told to, with events still to come', () => {
  const scheduler = new Scheduler()
  let happened = false
  scheduler.after(10, () => {
    happened = true
  })
  expect(scheduler.step(9)).toBe(false)
  expect(scheduler.now).toBe(9)
  expect(happened).toBe(false)
  expect(scheduler.step(10)).toBe(true)
  expect(happened).toBe(true)
})

test('nothing is scheduled into the past', () => {
  const scheduler = new Scheduler()
  scheduler.step(100)
  let at = 0
  scheduler.at(5, () => {
    at = scheduler.now
  })
  scheduler.step(FOR_EVER)
  expect(at).toBe(100)
})
