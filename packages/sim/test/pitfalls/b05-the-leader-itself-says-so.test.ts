/** ZOOKEEPER-3537: the word of the leader was looked up in the wrong map, and a peer followed who did not say that it leads. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B5: however many say that they follow it, nobody follows a leader from which it has not heard', () => {
  const script = Scenario.of(5).write('/w0').crash(1).hold(5, 1, 'notification')
  const { elections } = script
  script.start(1).passTime(2_000)
  expect(script.view(1).zab).toMatchObject({ role: 'looking', leader: undefined, links: [2, 3, 4, 5] })
  script.deliver(5, 1).join(1)
  expect([script.leader, script.view(5).zab.currentEpoch, script.elections]).toEqual([5, 1, elections])
  expect(script.end()).toBeUndefined()
})
