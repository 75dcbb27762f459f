/** ZOOKEEPER-335, 1081, 790: a candidate that nobody came to had moved its epoch and its vote, and refused the real leader. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A11, A12: a candidate that nobody comes to keeps epoch and vote, and follows whom the others elect', () => {
  const script = Scenario.of(5).write('/w0').power(1, 2, 3, 4, 5)
  // 1 and 2 do not hear each other, so only 3 knows that it has three of five votes.
  script
    .cut(1, 2)
    .start(1, 2, 3)
    .until('3 waits for followers', () => script.view(3).zab.role === 'leading')
  const zxid = script.view(3).zab.last
  script.heal().isolate(3).start(4).elect(4).write('/w1', 4)
  script.until('3 gave up', () => script.view(3).zab.role === 'looking')
  expect(script.view(3).zab).toMatchObject({ acceptedEpoch: 1, currentEpoch: 1, vote: { leader: 3, epoch: 1, zxid } })
  script.heal().join(3)
  expect([script.leader, script.view(4).zab.currentEpoch]).toEqual([4, 2])
  expect(script.end()).toBeUndefined()
})
