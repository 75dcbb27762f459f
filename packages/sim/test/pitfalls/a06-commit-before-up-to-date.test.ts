/** ZOOKEEPER-4394, 4685: proposals and commits that arrive between NEWLEADER and UPTODATE. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A6, A7: a follower that joins under load applies what is committed while it joins', () => {
  const script = Scenario.of(3).crash(1).writeMany('before', 5)
  script.hold(1, 3, 'ack-new-leader')
  script.start(1).passTime(100)
  for (let i = 0; i < 20; i++) script.propose(`/during${i}`).passTime(5)
  script.deliver(1, 3).join(1)
  expect(script.end()).toBeUndefined()
  expect(script.exists('/during19')).toBe(true)
})
