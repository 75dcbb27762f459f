/** ZOOKEEPER-1465: a synchronization that took longer than initLimit began again, for ever. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B15: a SNAP that takes longer than initLimit, and moves, arrives at the first attempt', () => {
  const script = Scenario.of(3, { snapshotTxns: 50, historyTxns: 1 }).crash(1)
  for (let i = 0; i < 200; i++) {
    const path = `/large${i}`
    const data = new Uint8Array(12_000).fill(i)
    script.ask(3, { kind: 'create', path, data, ephemeral: false, sequential: false, container: false })
  }
  script.until('they are written', () => script.answered('/large199'))
  script.simulation.world.slow(1 as never, 3 as never, true)
  script.start(1).passTime(4_000)
  const { elections } = script
  expect(script.view(1).zab.phase).toBe('synchronization')
  script.join(1)
  expect([script.installs, script.elections]).toEqual([1, elections])
  expect(script.end()).toBeUndefined()
})
