/**
 * When a learner is asked to accept the new epoch: a voter when it is on our own disk, an observer when it is established;
 * one that promised a newer epoch waits until we begin another (heartbeat.ts).
 */
import { send } from '../emit.ts'
import type { Leading, Learner, Peer } from '../state.ts'
import type { Epoch } from '../zxid.ts'

/** Asks one learner to accept the new epoch, as soon as that may be. */
export function admit(peer: Peer, leading: Leading, learner: Learner): void {
  const epoch = leading.epoch as Epoch
  if (learner.acceptedEpoch > epoch) {
    learner.stage = 'ahead'
  } else if (learner.voter ? leading.promised : leading.phase === 'broadcast') {
    learner.stage = 'asked'
    send(peer, learner.peer, { type: 'leader-info', attempt: learner.attempt, epoch })
  }
}

/** The new epoch is established, or on our disk: whoever waited for that is asked now. */
export function admitWaiting(peer: Peer, leading: Leading): void {
  for (const learner of leading.learners) if (learner.stage === 'waiting') admit(peer, leading, learner)
}
