/** ZOOKEEPER-1732, 1805: members remembered different rounds and zxids of one reign, and a joiner found no quorum of equal votes. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B4: a joiner follows at once, although those who answer it came to the leader at different times', () => {
  const script = Scenario.of(5).crash(1).write('/w0').crash(5).elect(4).join(2, 3)
  script.start(5).join(5).crash(2).write('/w1', 4).start(2).join(2)
  const votes = [2, 3, 4, 5].map((id) => JSON.stringify([script.view(id).zab.round, script.view(id).zab.vote]))
  expect(new Set(votes).size).toBe(1)
  script.start(1).passTime(500)
  expect(script.view(1).zab).toMatchObject({ role: 'following', phase: 'broadcast', leader: 4 })
  expect(script.end()).toBeUndefined()
})
