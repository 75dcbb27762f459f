/** ZOOKEEPER-3104, 1551: a snapshot that contained parts of later transactions, or lacked some of them. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A15, A31: a SNAP under writes is of one moment; a crash behind NEWLEADER loses nothing', () => {
  const script = Scenario.of(3, { observers: 1, snapshotTxns: 5, historyTxns: 1 }).crash(1, 4).writeMany('n', 40)
  script.when(1, 'send ack-new-leader', () => script.power(1))
  script.start(1, 4)
  for (let i = 0; i < 60; i++) script.propose(`/during${i}`).passTime(1)
  script.passTime(300).start(1).join(1, 4)
  expect(script.installs).toBeGreaterThanOrEqual(2)
  expect(script.end()).toBeUndefined()
})
