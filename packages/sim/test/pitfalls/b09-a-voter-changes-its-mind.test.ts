/** ZOOKEEPER-3109: a voter changed its mind in the last moment, and who had counted on it waited for it all of initLimit. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B9: a candidate with exactly a quorum, of which one turns to another, does not hold the others up', () => {
  const script = Scenario.of(5).write('/w0').power(1, 2, 3, 4, 5)
  script.cut(1, 2).cut(2, 5).cut(3, 5).hold(5, 1, 'notification').hold(2, 3, 'notification')
  script.start(1, 2, 3, 5).passTime(200)
  expect(script.view(1).zab).toMatchObject({ role: 'looking', vote: { leader: 3 } })
  script.hold(1, 3, 'notification').deliver(5, 1)
  script.until('1 is for 5', () => script.view(1).zab.vote.leader === 5).deliver(2, 3)
  script.until('3 counts 1 and 2', () => script.view(3).zab.role === 'leading')
  script.deliver(1, 3).passTime(100)
  expect(script.view(3).zab.role).toBe('looking')
  script.heal().passTime(1_000)
  expect(script.leader).toBeDefined()
  expect(script.end()).toBeUndefined()
})
