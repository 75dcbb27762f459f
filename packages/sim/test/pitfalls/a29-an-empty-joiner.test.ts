/** ZOOKEEPER-1319: after a restart without writes a lagging joiner looked level. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A29: a peer that was never there gets everything from an ensemble that has just restarted', () => {
  const script = new Scenario(3).start(1, 2).elect(2).writeMany('n', 5).power(1, 2).start(1, 2).elect(2)
  script.start(3).join(3)
  expect(script.view(3).znodes).toBe(script.view(2).znodes)
  expect(script.end()).toBeUndefined()
})
