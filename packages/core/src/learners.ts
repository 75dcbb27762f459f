/** The learners of a leader: who is attached, and how one comes and goes. */
import { SendWindow } from './broadcast/send-window.ts'
import { send } from './emit.ts'
import { isVoter } from './ensemble.ts'
import { linkTo } from './links.ts'
import type { PeerId } from './peer-id.ts'
import type { Leading, Learner, MessageOf, Peer } from './state.ts'
import { ZXID_ZERO } from './zxid.ts'

/** A new relation with `from`; an older one is replaced. */
export function addLearner(peer: Peer, leading: Leading, from: PeerId, info: MessageOf<'follower-info'>): Learner {
  forgetLearner(peer, leading, from)
  const learner: Learner = {
    peer: from,
    attempt: info.attempt,
    voter: !info.observer && isVoter(peer.config, from),
    acceptedEpoch: info.acceptedEpoch,
    sinceTick: peer.ticks,
    stage: 'waiting',
    last: ZXID_ZERO,
    sent: ZXID_ZERO,
    frozen: ZXID_ZERO,
    marker: undefined,
    joined: false,
    current: false,
    acked: ZXID_ZERO,
    commitSent: ZXID_ZERO,
    offerSent: ZXID_ZERO,
    window: new SendWindow(peer.limits.windowMessagesMax, peer.limits.windowBytesMax),
    silentTicks: 0,
    owingTicks: 0,
    roundTripTicks: undefined,
  }
  leading.learners = [...leading.learners, learner].sort((a, b) => a.peer - b.peer)
  leading.learnerById[from] = learner
  return learner
}

/** It left, or its link is gone: nothing is sent. */
export function forgetLearner(peer: Peer, leading: Leading, id: PeerId): void {
  const learner = leading.learnerById[id]
  if (learner === undefined) return
  if (learner.stage === 'snapshot') peer.out.push({ type: 'cancel-snapshot', to: id })
  leading.learnerById[id] = undefined
  leading.learners = leading.learners.filter((other) => other !== learner)
}

/** We give it up: it is told, and may come again. */
export function dropLearner(peer: Peer, leading: Leading, id: PeerId, why: string): void {
  const learner = leading.learnerById[id]
  if (learner === undefined) return
  forgetLearner(peer, leading, id)
  if (linkTo(peer, id) !== undefined) send(peer, id, { type: 'farewell', attempt: learner.attempt, why })
}
