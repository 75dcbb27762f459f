/** ZOOKEEPER-764: an observer was elected. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B6: observers that know more than the only voter neither lead nor lend it their history', () => {
  const script = Scenario.of(3, { observers: 2 }).crash(1).write('/w1').passTime(100).power(2, 3)
  script.start(1).passTime(3_000)
  expect(script.view(5).zab.last).toBeGreaterThan(script.view(1).zab.last)
  expect([1, 4, 5].map((id) => script.view(id).zab.role)).toEqual(['looking', 'looking', 'looking'])
  expect(script.view(1).zab.vote.leader).toBe(1)
  script.start(2).elect(2).join(1, 4, 5)
  expect(script.exists('/w1')).toBe(true)
  expect(script.end()).toBeUndefined()
})
