/** ZOOKEEPER-3642: the leader died between SNAP and NEWLEADER, and the follower went on from what it had only in memory. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A16: a follower whose leader dies behind the SNAP goes on from what is on its disk', () => {
  const script = Scenario.of(3, { snapshotTxns: 5, historyTxns: 1 }).crash(1).writeMany('n', 30)
  script.when(1, 'install', () => script.power(3))
  script.start(1).elect(2).join(1).write('/later').power(1).start(1).join(1)
  expect(script.view(1).znodes).toBe(script.view(2).znodes)
  expect(script.end()).toBeUndefined()
})
