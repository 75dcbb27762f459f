import { leaderOf } from './emit.ts'
import type { Vote } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Phase, Role } from './role.ts'
import type { Learner, Peer } from './state.ts'
import type { Epoch, Zxid } from './zxid.ts'

/** A read-only picture of a peer, for everyone who watches: the driver, the dashboard, the checkers. */
export type PeerView = {
  readonly id: PeerId
  readonly role: Role
  readonly phase: Phase
  readonly leader: PeerId | undefined
  readonly round: number
  readonly vote: Vote
  readonly acceptedEpoch: Epoch
  readonly currentEpoch: Epoch
  /** base <= delivered <= committed; delivered <= last; durable <= last. */
  readonly base: Zxid
  readonly last: Zxid
  readonly durable: Zxid
  readonly committed: Zxid
  readonly delivered: Zxid
  readonly links: readonly PeerId[]
  /** Leader only: one entry per learner that has introduced itself. */
  readonly learners: readonly LearnerView[]
}

export type LearnerView = {
  readonly peer: PeerId
  readonly observer: boolean
  readonly phase: 'discovery' | 'synchronization' | 'broadcast'
  /** Highest zxid the learner said is durable. */
  readonly acked: Zxid
  readonly silentTicks: number
  readonly roundTripTicks: number | undefined
}

/** Leader only: has this learner acknowledged the present reign? What it sent before that belongs to an earlier one. */
export function hasJoined(peer: Peer, id: PeerId): boolean {
  return peer.doing.role === 'leading' && peer.doing.learnerById[id]?.joined === true
}

/** Takes the picture: a copy, which later steps do not change. */
export function viewOf(peer: Peer): PeerView {
  const { doing, history } = peer
  return {
    id: peer.id,
    role: doing.role,
    phase: doing.phase,
    leader: leaderOf(peer),
    round: peer.round,
    vote: peer.vote,
    acceptedEpoch: peer.acceptedEpoch,
    currentEpoch: peer.currentEpoch,
    base: history.base,
    last: history.last,
    durable: peer.writes.durable,
    committed: peer.committed,
    delivered: peer.delivered,
    links: peer.links.map((link) => link.peer),
    learners: doing.role === 'leading' ? doing.learners.map(learnerView) : [],
  }
}

function learnerView(learner: Learner): LearnerView {
  return {
    peer: learner.peer,
    observer: !learner.voter,
    phase: learner.current ? 'broadcast' : synchronizes(learner) ? 'synchronization' : 'discovery',
    acked: learner.acked,
    silentTicks: learner.silentTicks,
    roundTripTicks: learner.roundTripTicks,
  }
}

function synchronizes(learner: Learner): boolean {
  return learner.stage === 'snapshot' || learner.stage === 'streaming'
}
