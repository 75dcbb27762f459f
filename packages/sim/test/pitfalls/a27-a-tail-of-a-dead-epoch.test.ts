/** ZOOKEEPER-2832: the tail of an epoch that came to nothing lay below the zxid that a later leader had by its epoch alone. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A27: a tail of a dead epoch is cut although the new leader has written nothing', () => {
  const script = Scenario.of(3).write('/w1').write('/w2').power(1, 2, 3)
  script.start(1, 2).elect(2).hold(2, 1, 'proposal').propose('/tail').passTime(100).power(1, 2).heal()
  script.start(1, 3).elect(1).power(1, 3)
  script.start(2, 3).elect(3).join(2)
  expect(script.truncations).toBe(1)
  expect(script.exists('/tail')).toBe(false)
  expect(script.end()).toBeUndefined()
})
