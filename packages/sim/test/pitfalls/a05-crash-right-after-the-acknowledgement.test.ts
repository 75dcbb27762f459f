/** ZOOKEEPER-3023: the sync stream was logged after NEWLEADER's acknowledgement. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A5: a follower that loses power right after it acknowledged NEWLEADER has all of the sync stream', () => {
  const script = Scenario.of(3).crash(1).writeMany('n', 20)
  script.when(1, 'send ack-new-leader', () => script.power(1))
  script.start(1).until('1 is down again', () => !script.simulation.world.isAlive(script.simulation.world.peers[0]!))
  script.start(1)
  expect(script.view(1).zab.last).toBeGreaterThanOrEqual(script.view(3).zab.committed)
  expect(script.end()).toBeUndefined()
})
