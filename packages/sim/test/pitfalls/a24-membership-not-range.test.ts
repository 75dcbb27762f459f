/** ZOOKEEPER-1154: a follower's last zxid lay within the leader's range, but was not one of its transactions. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A24: a transaction that only a dead leader logged is cut before the follower gets what is new', () => {
  const script = Scenario.of(3)
    .writeMany('w', 3)
    .hold(3, 1, 'proposal')
    .hold(3, 2, 'proposal')
    .propose('/w4')
    .passTime(100)
  script.power(1, 2, 3).heal().start(1, 2).elect(2).write('/x').start(3).join(3)
  expect(script.truncations).toBe(1)
  expect(script.exists('/w4')).toBe(false)
  expect(script.view(3).zab.last).toBe(script.view(2).zab.last)
  expect(script.end()).toBeUndefined()
})
