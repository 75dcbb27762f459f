import type { Vote } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Phase, Role } from './role.ts'
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
