/** ZOOKEEPER-2325, 261: a server with a wiped disk voted as if it knew that nothing had ever happened. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B12: a wiped peer and one that missed the write are no quorum', () => {
  const script = Scenario.of(3).write('/w0').crash(1).write('/w1').crash(2, 3).wipe(3)
  script.start(1, 3).passTime(8_000)
  expect(script.leader).toBeUndefined()
  script.start(2).elect(2).join(1, 3)
  expect(script.exists('/w1')).toBe(true)
  expect(script.view(3).znodes).toBe(script.view(2).znodes)
  expect(script.end()).toBeUndefined()
})
