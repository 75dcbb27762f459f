/**
 * A follower may deliver what its leader has not (docs/adr/0015), a session's beginning too. Its client may be with another peer
 * before the leader has heard that it is committed, and the session is alive all the same.
 */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

/** Peers 2 and 3 have the session's beginning on disk, peer 1 has not; that 2 has it, its leader 3 does not hear. */
const attachedBehindItsLeader = () => Scenario.of(3).holdFsync(1).hold(2, 3, 'ack').attach(2)

test('a session that its leader has not committed yet is taken in by the leader', () => {
  const script = attachedBehindItsLeader().move(2, 3)
  expect(script.violation).toBeUndefined()
  expect(script.end()).toBeUndefined()
})

test('and by a follower that has not heard of it', () => {
  const script = attachedBehindItsLeader().move(2, 1).deliver(2, 3).heal().write('/x', 1)
  expect(script.exists('/x')).toBe(true)
  expect(script.end()).toBeUndefined()
})
