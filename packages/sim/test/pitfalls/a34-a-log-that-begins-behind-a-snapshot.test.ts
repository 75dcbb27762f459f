/** ZOOKEEPER-4352: a leader whose transactions were only in its snapshot served an empty joiner a DIFF. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

const small = { snapshotTxns: 5, historyTxns: 1 }

test('A34: an empty joiner gets a SNAP when the log of a restarted leader does not reach back to the beginning', () => {
  const script = new Scenario(3, small).start(1, 2).elect(2).writeMany('n', 40).power(1, 2).start(1, 2).elect(2)
  expect(script.view(2).zab.base).toBeGreaterThan(0)
  script.start(3).join(3)
  expect(script.installs).toBe(1)
  expect(script.view(3).znodes).toBe(script.view(2).znodes)
  expect(script.end()).toBeUndefined()
})

test('A34: so does a wiped peer from a leader that has only a snapshot itself', () => {
  const script = new Scenario(3, small).start(1, 2).elect(2).writeMany('n', 40).start(3).join(3)
  script.crash(1, 2).wipe(1).start(2).elect(3).start(1).join(1)
  expect(script.installs).toBe(2)
  expect(script.view(1).znodes).toBe(script.view(3).znodes)
  expect(script.end()).toBeUndefined()
})
