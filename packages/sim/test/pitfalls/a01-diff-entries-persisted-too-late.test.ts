/** ZOOKEEPER-3911: entries of a DIFF were logged only after NEWLEADER had been acknowledged. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A1: what a quorum has acknowledged with NEWLEADER survives the loss of the leader', () => {
  const script = Scenario.of(3).write('/w0').hold(3, 1, 'proposal').hold(3, 2, 'proposal')
  script.propose('/w1').passTime(100) // durable on 3 only
  script.power(1, 2, 3).heal().start(1, 3).elect(3).join(1)
  expect(script.exists('/w1')).toBe(true)
  script.power(1, 3).start(1, 2).elect(1).join(2) // 3 is out of reach
  expect(script.view(2).znodes).toBe(script.view(1).znodes)
  expect(script.exists('/w1')).toBe(true)
  expect(script.end()).toBeUndefined()
})
