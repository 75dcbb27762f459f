/** ZOOKEEPER-2872: a received snapshot was not synced while the log went on behind it. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A14: power lost at any moment behind a SNAP leaves the old state or the new one, without a hole', () => {
  for (const waitMs of [0, 1, 2, 3, 5, 8, 13]) {
    const script = Scenario.of(3, { snapshotTxns: 5, historyTxns: 1 }).crash(1).writeMany('n', 30)
    script.when(1, 'install', () => script.simulation.world.after(waitMs * 1_000, () => script.power(1)))
    script.start(1).propose('/behind').passTime(200).start(1).join(1)
    expect(script.end()).toBeUndefined()
    expect(script.installs).toBeGreaterThanOrEqual(1)
  }
})
