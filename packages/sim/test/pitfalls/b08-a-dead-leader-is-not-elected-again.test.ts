/** ZOOKEEPER-569, 131: survivors voted for the best candidate, which was dead. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B8: the survivors elect one of their own within a second', () => {
  const script = Scenario.of(3).write('/w0').crash(3).passTime(1_000)
  expect(script.leader).toBe(2)
  expect(script.end()).toBeUndefined()
})
