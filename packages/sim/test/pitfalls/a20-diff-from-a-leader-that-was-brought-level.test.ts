/** ZOOKEEPER-4925: what a peer got by DIFF was missing from the DIFFs it sent as a leader. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A20: a leader that was itself brought level passes on all of it', () => {
  const script = Scenario.of(5).write('/w0').crash(5, 1).elect(4).writeMany('n', 10)
  script.start(5).join(5).crash(4).elect(5)
  script.start(1).join(1)
  expect(script.view(1).znodes).toBe(script.view(5).znodes)
  expect(script.end()).toBeUndefined()
})
