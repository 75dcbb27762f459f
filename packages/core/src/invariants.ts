/**
 * What must hold of one peer: at any time (`checkPeer`), and across one step (`checkStep`). Simulators and tests call them
 * after every step; what concerns several peers (one leader per epoch, agreement …) is theirs to check.
 * Names I1 … I15 are those of docs/protocol.md.
 */
import { assert } from './assert.ts'
import type { Effect, WriteId } from './effects.ts'
import type { ZabMessage } from './messages.ts'
import { isQuorum } from './quorum.ts'
import type { Peer } from './state.ts'
import { lastOf } from './txn.ts'
import { type PeerView, viewOf } from './view.ts'
import { epochOf, follows, type Zxid } from './zxid.ts'

/** @throws InvariantViolation naming what does not hold. */
export function checkPeer(peer: Peer): void {
  const view = viewOf(peer)
  assert(view.currentEpoch <= view.acceptedEpoch, 'I3: currentEpoch <= acceptedEpoch')
  assert(peer.doing.role !== 'looking' || peer.change === undefined, 'a change of role is carried out in its own step')
  assert(view.base <= view.delivered, 'base <= delivered')
  assert(view.delivered <= view.committed, 'I13: delivered <= committed')
  assert(view.committed <= view.last, 'committed <= last')
  assert(view.durable <= view.last, 'durable <= last')
  assert(view.round >= 0 && Number.isSafeInteger(view.round), 'a round is a count')
  checkHistory(peer)
  checkRole(peer, view)
}

/** I5: walks the whole history; for tests. */
function checkHistory(peer: Peer): void {
  const { history } = peer
  let at: Zxid = history.base
  while (at < history.last) {
    const batch = history.read(at, history.last, 1, 1)
    assert(batch !== undefined && follows(at, batch.first), 'I5: a history has no gaps')
    at = lastOf(batch)
  }
  assert(at === history.last, 'I5: a history ends where it says')
}

function checkRole(peer: Peer, view: PeerView): void {
  const { doing } = peer
  if (doing.role === 'leading') {
    if (doing.promised) assert(doing.epoch === view.acceptedEpoch, 'a leader has promised the epoch it leads')
    if (doing.phase === 'broadcast') {
      assert(view.currentEpoch === doing.epoch, 'I15: a leader in broadcast has adopted its epoch on disk')
    }
    for (const learner of doing.learners) {
      assert(learner.acked <= learner.sent, 'I15: nobody acknowledges what it was not sent')
      assert(!learner.current || learner.joined, 'up-to-date answers ack-new-leader')
      if (learner.stage === 'streaming') assert(learner.sent >= view.base, 'what a learner needs is kept')
    }
  } else if (doing.role !== 'looking' && doing.stage !== 'knocking' && doing.stage !== 'promising') {
    assert(doing.epoch === view.acceptedEpoch, 'I2: a learner follows the epoch it promised last')
    if (doing.stage === 'joined') assert(doing.epoch === view.currentEpoch, 'a learner joined with its epoch on disk')
  }
}

/**
 * @param before what the peer looked like before the step
 * @param effects what the step asked for
 * @throws InvariantViolation naming what does not hold.
 */
export function checkStep(before: PeerView, peer: Peer, effects: readonly Effect[]): void {
  const after = viewOf(peer)
  assert(after.acceptedEpoch >= before.acceptedEpoch, 'I3: acceptedEpoch never decreases')
  assert(after.currentEpoch >= before.currentEpoch, 'I3: currentEpoch never decreases')
  assert(after.committed >= before.committed, 'a commit is never taken back')
  assert(after.delivered >= before.delivered, 'a delivery is never taken back')
  checkDeliveries(before, after, effects)
  const wasWriting = !peer.writes.isDurable(lastIdBefore(peer, effects))
  for (const effect of effects) {
    if (effect.type === 'persist' && effect.write.type === 'truncate') {
      assert(effect.write.to >= before.committed, 'I12: nothing committed is cut')
    }
    if (effect.type === 'send') {
      const linked = before.links.includes(effect.to) || after.links.includes(effect.to)
      assert(linked, 'messages leave on links that are up')
      const votes = effect.message.type === 'notification' && effect.message.role === 'looking'
      assert(!votes || !wasWriting, 'a peer with unfinished writes keeps silent')
      checkClaim(effect.message, peer, after)
    }
  }
}

/** The newest write from before this step. */
function lastIdBefore(peer: Peer, effects: readonly Effect[]): WriteId {
  const first = effects.find((effect) => effect.type === 'persist')
  return first === undefined ? peer.writes.issued : ((first.id - 1) as WriteId)
}

/** I13: in order, without gaps, once. */
function checkDeliveries(before: PeerView, after: PeerView, effects: readonly Effect[]): void {
  let delivered: Zxid = before.delivered
  for (const effect of effects) {
    if (effect.type === 'restore') delivered = effect.zxid
    if (effect.type !== 'deliver') continue
    assert(follows(delivered, effect.batch.first), 'I13: deliveries have no gaps')
    delivered = lastOf(effect.batch)
  }
  assert(delivered === after.delivered, 'I13: what was delivered is what a peer says it delivered')
}

/** I15: what a message claims to be durable is durable. */
function checkClaim(message: ZabMessage, peer: Peer, after: PeerView): void {
  switch (message.type) {
    case 'leader-info':
      assert(message.epoch === after.acceptedEpoch, 'I15: leader-info follows the leader’s own promise')
      return
    case 'ack-epoch':
      assert(message.epoch === after.acceptedEpoch, 'I15: ack-epoch follows the promise')
      assert(message.last === after.durable, 'I15: a learner tells what its disk has')
      return
    case 'ack-new-leader':
      assert(message.epoch === after.currentEpoch, 'I15: ack-new-leader follows the current epoch')
      return
    case 'ack':
      assert(message.epoch === after.acceptedEpoch, 'I2: no ack of an epoch older than the promise')
      assert(message.upTo <= after.durable, 'I15: an ack follows the disk')
      return
    case 'up-to-date':
      assert(peer.doing.role !== 'leading' || isEstablished(peer), 'I10: up-to-date follows a quorum')
      assert(epochOf(message.committed) <= message.epoch, 'nothing is committed from a later epoch')
      return
    default:
      return
  }
}

/** I10: those that adopted the epoch, among them we ourselves, are a quorum at the moment it is established. */
function isEstablished(peer: Peer): boolean {
  const { doing } = peer
  if (doing.role !== 'leading' || doing.phase !== 'broadcast' || !doing.joined) return false
  return isQuorum(doing.ackers.size, peer.config.voters.length)
}
