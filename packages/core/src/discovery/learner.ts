/**
 * Discovery, seen from a learner: tell the leader which epoch we promised, accept a newer one, and tell what we have.
 * The promise is on disk before the answer leaves; from then on we take no part in any older epoch.
 *
 * Everything from the leader before the leader-info that repeats our attempt number is of the past, and dropped.
 *
 * Paper: Phase 1. ZooKeeper: Learner.registerWithLeader.
 */
import { assert } from '../assert.ts'
import { abstains } from '../election/tally.ts'
import { goLooking, persistEpochs, send } from '../emit.ts'
import { closeLink } from '../offence.ts'
import type { Learning, MessageOf, Peer } from '../state.ts'

/** We follow from now on: knock. An untrusted disk comes as an observer: it is brought level and counted by nobody. */
export function beginFollowing(peer: Peer, learning: Learning): void {
  send(peer, learning.leader, {
    type: 'follower-info',
    attempt: learning.attempt,
    acceptedEpoch: peer.acceptedEpoch,
    observer: abstains(peer),
  })
}

export function onLeaderInfo(peer: Peer, learning: Learning, message: MessageOf<'leader-info'>): void {
  if (message.attempt !== learning.attempt) return
  const { leader } = learning
  if (learning.stage !== 'knocking') {
    closeLink(peer, leader, 'leader-info came twice')
    return
  }
  if (message.epoch < peer.acceptedEpoch) {
    goLooking(peer, `peer ${leader} leads epoch ${message.epoch}, but we promised epoch ${peer.acceptedEpoch}`)
    return
  }
  assert(peer.writes.areFinished, 'a learner introduces itself with nothing unwritten')
  learning.epoch = message.epoch
  learning.silentTicks = 0
  const repeated = peer.promise?.leader === leader && peer.promise.epoch === message.epoch
  learning.countable = message.epoch > peer.acceptedEpoch || repeated
  if (message.epoch === peer.acceptedEpoch) {
    answer(peer, learning)
    return
  }
  learning.stage = 'promising'
  peer.promise = { leader, epoch: message.epoch }
  learning.barrier = persistEpochs(peer, message.epoch, peer.currentEpoch)
}

/** The promise is on disk. */
export function onPromised(peer: Peer, learning: Learning): void {
  if (learning.stage !== 'promising' || !peer.writes.isDurable(learning.barrier)) return
  answer(peer, learning)
}

/** What we have is what the disk has (ZOOKEEPER-2355). */
function answer(peer: Peer, learning: Learning): void {
  assert(peer.acceptedEpoch === learning.epoch, 'an epoch is answered for only after it was promised')
  assert(peer.writes.durable === peer.history.last, 'a learner tells only what its disk has')
  learning.stage = 'answered'
  send(peer, learning.leader, {
    type: 'ack-epoch',
    epoch: learning.epoch,
    currentEpoch: learning.countable ? peer.currentEpoch : undefined,
    last: peer.history.last,
  })
}
