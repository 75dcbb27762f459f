/** ZOOKEEPER-2099, 2846: a log that ended before a received snapshot was kept, and served as if it went on to it. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A22, A23: a peer that was brought level by SNAP never sends the log it had before', () => {
  const script = Scenario.of(5, { snapshotTxns: 5, historyTxns: 1 })
    .write('/w0')
    .crash(5, 1)
    .elect(4)
    .writeMany('n', 40)
  script.start(5).join(5)
  expect(script.installs).toBe(1)
  script.power(5).start(5).join(5).crash(4).elect(5).start(1).join(1)
  expect(script.view(1).znodes).toBe(script.view(5).znodes)
  expect(script.end()).toBeUndefined()
})
