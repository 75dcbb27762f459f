/** A peer that promised an epoch to a candidate that failed refused the leader of a lower epoch for as long as it led. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

/** `candidate` begins an epoch, of which only it and peer 1 know when it dies. */
function beginInVain(script: Scenario, candidate: number, other: number): void {
  script.hold(candidate, other, 'leader-info').when(1, 'send ack-epoch', () => script.power(1, candidate))
  script.start(1, other, candidate).until('the candidate is dead', () => !script.isUp(candidate))
  script.power(other).heal()
}

test('B14: a peer whose promise is above the epoch of the leader is taken in', () => {
  const script = Scenario.of(5).write('/w0').power(1, 2, 3, 4, 5)
  beginInVain(script, 5, 2)
  beginInVain(script, 5, 4)
  script.start(2, 3, 4).elect(4).write('/w1', 4)
  expect(script.view(4).zab.currentEpoch).toBe(2)
  script.start(1)
  expect(script.view(1).zab.acceptedEpoch).toBe(3)
  script.until('it is taken in', () => script.leader !== undefined && script.view(script.leader).zab.currentEpoch > 3)
  script.join(1, 2, 3, 4)
  expect(script.end()).toBeUndefined()
})
