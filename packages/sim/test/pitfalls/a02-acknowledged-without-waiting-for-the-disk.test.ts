/** ZOOKEEPER-4646: the entries were handed to the log's writer, and NEWLEADER acknowledged without waiting for it. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A2: while the disk is held, NEWLEADER is not acknowledged and the epoch is not established', () => {
  const script = Scenario.of(3).write('/w0').hold(3, 1, 'proposal').hold(3, 2, 'proposal')
  script.propose('/w1').passTime(100).power(1, 2, 3).heal()
  script.when(1, 'append', () => script.holdFsync(1))
  script.start(1, 3).passTime(1_000)
  expect(script.leader).toBeUndefined()
  expect(script.exists('/w1')).toBe(false)
  script.power(1, 3).start(1, 2, 3).join(1, 2, 3)
  expect(script.end()).toBeUndefined()
})

test('A4: a restart in good order between the DIFF and its sync forgets nothing that was acknowledged', () => {
  const script = Scenario.of(3).write('/w0').hold(3, 1, 'proposal').hold(3, 2, 'proposal')
  script.propose('/w1').passTime(100).power(1, 2, 3).heal()
  script.when(1, 'append', () => script.simulation.world.restart(script.simulation.world.peers[0]!, 50_000))
  script.start(1, 3).join(1, 3)
  expect(script.exists('/w1')).toBe(true)
  expect(script.end()).toBeUndefined()
})
