/**
 * Changing roles. Chapters only ask for a change (`turnTo`); it is carried out here when they have returned, so that no
 * chapter ever runs inside another one. Whoever leaves a relation says so: nobody waits for a timeout that words can spare.
 */
import { assert } from './assert.ts'
import { beginDiscovery } from './discovery/leader.ts'
import { beginFollowing } from './discovery/learner.ts'
import type { WriteId } from './effects.ts'
import { tellEverybody } from './election/answer.ts'
import { beginElection } from './election/looking.ts'
import { abstains } from './election/tally.ts'
import { announce, send } from './emit.ts'
import { dropLearner } from './learners.ts'
import { linkTo } from './links.ts'
import type { PeerId } from './peer-id.ts'
import { PEER_ID_MAX } from './peer-id.ts'
import type { Leading, Learning, Looking, Peer, RoleChange } from './state.ts'
import { EPOCH_ZERO, ZXID_ZERO } from './zxid.ts'

export function carryOut(peer: Peer, change: RoleChange): void {
  switch (change.to) {
    case 'looking':
      becomeLooking(peer, change.why, change.byLink)
      return
    case 'leading':
      becomeLeading(peer, change.supporters, change.why)
      return
    case 'learning':
      becomeLearning(peer, change.leader, change.why)
      return
  }
}

export function becomeLooking(peer: Peer, why: string, byLink: boolean): void {
  if (peer.doing.role !== 'looking' && peer.doing.phase !== 'broadcast' && !byLink) peer.failedAttempts += 1
  leave(peer, why)
  const looking: Looking = {
    role: 'looking',
    phase: 'election',
    begun: false,
    sinceTick: peer.ticks,
    agreedSince: undefined,
    resendAtTick: 0,
    resendEveryTicks: peer.timing.resendMinTicks,
  }
  peer.doing = looking
  // Whoever has settled will answer again; an old answer may name a leader that hangs.
  for (const link of peer.links) if (link.heard?.role !== 'looking') link.heard = undefined
  announce(peer, why)
  beginElection(peer, looking)
}

/** Says farewell to our learners, or to our leader. */
function leave(peer: Peer, why: string): void {
  const { doing } = peer
  if (doing.role === 'looking') return
  if (doing.role === 'leading') {
    for (const learner of doing.learners) dropLearner(peer, doing, learner.peer, why)
    return
  }
  if (linkTo(peer, doing.leader) !== undefined) {
    send(peer, doing.leader, { type: 'farewell', attempt: doing.attempt, why })
  }
}

function becomeLeading(peer: Peer, supporters: Set<PeerId>, why: string): void {
  assert(peer.doing.role === 'looking', 'only a peer that looks begins to lead')
  assert(peer.writes.areFinished, 'a leader begins with everything on disk')
  const leading: Leading = {
    role: 'leading',
    phase: 'discovery',
    summary: { epoch: peer.currentEpoch, zxid: peer.history.last },
    supporters,
    epoch: undefined,
    promised: false,
    ackers: new Set(),
    refusers: new Set(),
    joined: false,
    learners: [],
    learnerById: [],
    heardAtTick: new Float64Array(PEER_ID_MAX + 1).fill(Number.NEGATIVE_INFINITY),
    scratch: new Float64Array(peer.config.voters.length),
    oneShort: ZXID_ZERO,
    patience: 0,
    nextPingTick: peer.ticks,
    retiring: undefined,
    lastProposal: undefined,
  }
  peer.doing = leading
  announce(peer, why)
  tellEverybody(peer)
  beginDiscovery(peer, leading)
}

function becomeLearning(peer: Peer, leader: PeerId, why: string): void {
  assert(peer.doing.role === 'looking', 'only a peer that looks begins to follow')
  assert(peer.writes.areFinished, 'a learner begins with everything on disk')
  peer.attempt += 1
  const learning: Learning = {
    role: abstains(peer) ? 'observing' : 'following',
    phase: 'discovery',
    leader,
    attempt: peer.attempt,
    stage: 'knocking',
    epoch: EPOCH_ZERO,
    countable: false,
    barrier: 0 as WriteId,
    ackSent: ZXID_ZERO,
    committedHint: ZXID_ZERO,
    offered: ZXID_ZERO,
    held: [],
    silentTicks: 0,
  }
  peer.doing = learning
  announce(peer, why)
  tellEverybody(peer)
  refuseKnocks(peer, leader)
  beginFollowing(peer, learning)
}

/** Those who took us for the leader need not wait. */
function refuseKnocks(peer: Peer, leader: PeerId): void {
  for (const link of peer.links) {
    const { knock } = link
    link.knock = undefined
    if (knock === undefined) continue
    send(peer, link.peer, { type: 'farewell', attempt: knock.attempt, why: `peer ${peer.id} follows peer ${leader}` })
  }
}
