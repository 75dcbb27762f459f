/** ZOOKEEPER-4643: currentEpoch was on disk before the history it stands for. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A3: who adopted an epoch without its history on disk must not outrank who has the history', () => {
  const script = Scenario.of(3).write('/w1').hold(3, 1, 'proposal').write('/w2') // 2 and 3 have it, 1 does not
  script.power(1, 2, 3).heal()
  script.when(1, 'append', () => script.holdFsync(1))
  script.hold(3, 2, 'new-leader') // 2 promises epoch 2, and gets no further
  script.start(1, 2, 3).passTime(400).power(1, 3).heal()
  script.start(1).elect(2).join(1)
  expect(script.exists('/w2')).toBe(true)
  expect(script.view(1).znodes).toBe(script.view(2).znodes)
  expect(script.end()).toBeUndefined()
})
