/** ZOOKEEPER-2845: a leader that stepped down without a restart voted by what it had applied, not by what it had logged. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A18: the tail of a leader that stepped down is cut, and does not come back with a restart', () => {
  const script = Scenario.of(3).write('/w0').hold(3, 1, 'proposal').hold(3, 2, 'proposal').propose('/tail').passTime(50)
  script.isolate(3).elect(2).write('/w1').write('/w2').heal().join(3)
  expect(script.truncations).toBe(1)
  script.power(3).start(3).join(3)
  expect(script.exists('/tail')).toBe(false)
  expect(script.end()).toBeUndefined()
})
