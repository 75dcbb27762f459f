/** ZOOKEEPER-5094: after a TRUNC the next transactions were applied in memory only. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A17: a follower that is cut off between TRUNC and NEWLEADER has no gap in its log afterwards', () => {
  const script = Scenario.of(3)
    .write('/w0')
    .hold(3, 1, 'proposal')
    .hold(3, 2, 'proposal')
    .propose('/tail')
    .passTime(100)
  script.power(3).heal().elect(2).write('/w1').write('/w2')
  script.when(3, 'truncate', () => script.isolate(3))
  script
    .start(3)
    .until('3 was cut back', () => script.truncations > 0)
    .passTime(300)
  script.heal().write('/w3').power(3).start(3).join(3)
  expect(script.exists('/tail')).toBe(false)
  expect(script.end()).toBeUndefined()
})
