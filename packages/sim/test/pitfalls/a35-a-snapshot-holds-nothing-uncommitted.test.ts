/** ZOOKEEPER-1549: a leader's snapshot contained writes that were cut later. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A35: a leader with a long uncommitted tail snapshots none of it', () => {
  const script = Scenario.of(3, { snapshotTxns: 5, historyTxns: 1 }).writeMany('n', 12)
  script.hold(3, 1, 'proposal').hold(3, 2, 'proposal')
  for (let i = 0; i < 12; i++) script.propose(`/tail${i}`)
  script.passTime(100).isolate(3).elect(2).writeMany('m', 12, 2).heal().join(3).power(3).start(3).join(3)
  expect(script.exists('/tail0')).toBe(false)
  expect(script.end()).toBeUndefined()
})
