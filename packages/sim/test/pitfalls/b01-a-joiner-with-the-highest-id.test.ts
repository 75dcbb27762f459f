/** ZOOKEEPER-975, 1514: a joiner elected itself although an ensemble was running; a restarted leader resumed an old round. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B1: a joiner with the highest id and a late answer follows the leader that is there', () => {
  const script = new Scenario(3).start(1, 2).elect(2).write('/w0').hold(1, 3, 'notification')
  script.start(3).passTime(300).deliver(1, 3).join(3)
  expect(script.leader).toBe(2)
  expect(script.end()).toBeUndefined()
})

test('B3: a leader that restarts at once is elected anew or follows, and never resumes', () => {
  const script = Scenario.of(3).write('/w0').crash(3).start(3).join(1, 2, 3)
  expect(script.view(1).zab.currentEpoch).toBeGreaterThan(1)
  expect(script.end()).toBeUndefined()
})
