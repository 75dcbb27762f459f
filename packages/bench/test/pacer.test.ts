import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Pacer } from '../src/threads/pacer.ts'

/** Clocks of two threads agree to this. */
const CLOCKS_MS = 1

test('wakes when something is due, not before, and not after it was stopped', async () => {
  const pacer = await Pacer.start(100)
  const startMs = performance.now() + 30
  const woken: number[] = []
  pacer.begin(startMs, () => woken.push(performance.now()))
  await sleep(230)
  pacer.stop()
  const early = woken.filter((ms, nth) => ms < startMs + nth * 10 - CLOCKS_MS)
  expect(early).toEqual([])
  expect(woken.length).toBeGreaterThan(3)
  expect(woken.length).toBeLessThanOrEqual(22)

  await sleep(20)
  const stopped = woken.length
  await sleep(50)
  expect(woken.length).toBe(stopped)
})

test('a thread that is busy is woken once for all it missed', async () => {
  const pacer = await Pacer.start(5000)
  let woken = 0
  pacer.begin(performance.now(), () => woken++)
  const busyUntil = performance.now() + 100
  while (performance.now() < busyUntil);
  await new Promise((resolve) => setImmediate(resolve))
  pacer.stop()
  expect(woken).toBeLessThanOrEqual(2)
})
