/** ZOOKEEPER-1291: a leader offered an epoch before it was on its own disk, and offered it again after a crash. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A8: a leader that crashes while it promises itself an epoch does not offer the same one to others', () => {
  const script = Scenario.of(3).write('/w').power(1, 2, 3)
  script.when(3, 'promise', () => script.power(3))
  script.start(2, 3).passTime(500).start(1).passTime(500).start(3).join(1, 2, 3)
  expect(script.end()).toBeUndefined()
})
