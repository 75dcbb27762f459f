/**
 * What a peer is: a record that `step` changes in place. What it is doing is a union, so that a looking peer has no
 * learners and a learner counts no acknowledgements.
 *
 * Always: base <= delivered <= committed, delivered <= last, durable <= last, currentEpoch <= acceptedEpoch.
 */
import type { SendWindow } from './broadcast/send-window.ts'
import type { Effect, WriteId } from './effects.ts'
import type { EnsembleConfig } from './ensemble.ts'
import type { History } from './history.ts'
import type { Limits } from './limits.ts'
import type { Vote, ZabMessage } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Timing } from './timing.ts'
import type { Writes } from './writes.ts'
import type { Epoch, Zxid } from './zxid.ts'

/** The message of one `type`. */
export type MessageOf<Type extends ZabMessage['type']> = Extract<ZabMessage, { readonly type: Type }>

export type Peer = {
  readonly id: PeerId
  readonly config: EnsembleConfig
  readonly timing: Timing
  readonly limits: Limits
  readonly history: History
  readonly writes: Writes

  /** Both change only when the disk has them (ZOOKEEPER-2307). */
  acceptedEpoch: Epoch
  currentEpoch: Epoch
  /** False: an empty disk nobody vouched for. Such a peer does not vote until an established leader has brought it level. */
  trusted: boolean
  committed: Zxid
  delivered: Zxid

  /** Ticks of this life. */
  ticks: number
  /** The newest round of election this peer took part in. */
  round: number
  /** Looking: the candidate it supports. Otherwise: the vote it settled on. */
  vote: Vote
  /** How often it began to follow somebody. */
  attempt: number
  /** The links that are up, by ascending id. */
  links: Link[]
  doing: Doing

  /** The change of role the chapter at work asked for; carried out when it returns. */
  change: RoleChange | undefined
  /** What the host has on its disk would let us forget up to here; learners under way may still need some of it. */
  compactTo: Zxid
  /** The newest promise of this life: its leader may be told again what we have, nobody else (it never asks for an epoch twice). */
  promise: { readonly leader: PeerId; readonly epoch: Epoch } | undefined
  /** Attempts to lead or follow that came to nothing before broadcast, in a row: the next one is made with more patience. */
  failedAttempts: number
  /** The newest epoch any voter said it had promised; a new epoch must exceed it (poisoned promises). */
  promiseSeen: Epoch
  lastRefreshTick: number
  started: boolean
  resigned: boolean
  halted: boolean
  out: Effect[]
}

/** One ordered link that is up, and what its peer last said of itself. Forgotten when the link goes down. */
export type Link = {
  readonly peer: PeerId
  readonly voter: boolean
  /** Its newest notification. Every change is told, so this is what it is doing now. */
  heard: MessageOf<'notification'> | undefined
  /** The vote it cast for itself in its newest round: who stood against the winner. */
  candidacy: Vote | undefined
  /** It wants to follow us, and we have not settled yet. */
  knock: MessageOf<'follower-info'> | undefined
  /** It was elected and did not take up: until this tick nobody is to vote for it. */
  distrustedUntilTick: number
}

export type Doing = Looking | Leading | Learning

export type Looking = {
  readonly role: 'looking'
  readonly phase: 'election'
  /** False while writes of our own are unfinished: such a peer keeps silent (ZOOKEEPER-4712). */
  begun: boolean
  readonly sinceTick: number
  /** Since which tick a quorum agrees with our vote. */
  agreedSince: number | undefined
  resendAtTick: number
  resendEveryTicks: number
}

export type Leading = {
  readonly role: 'leading'
  phase: 'discovery' | 'synchronization' | 'broadcast'
  /** What we had when we began: nobody in the quorum of discovery may have more. */
  readonly summary: { readonly epoch: Epoch; readonly zxid: Zxid }
  /** Voters that elected us and have not changed their mind. */
  readonly supporters: Set<PeerId>
  /** The new epoch, once a quorum told theirs. */
  epoch: Epoch | undefined
  /** `acceptedEpoch` is the new epoch, on disk: others may be asked to accept it. */
  promised: boolean
  /** Voters whose ack-epoch counts; ourselves included once `promised`. */
  readonly ackers: Set<PeerId>
  /** Voters that had promised the epoch before: their answer does not count. */
  readonly refusers: Set<PeerId>
  /** Our own history is synchronized and `currentEpoch` is the new epoch, on disk: we count ourselves. */
  joined: boolean
  /** By ascending id. */
  learners: Learner[]
  readonly learnerById: (Learner | undefined)[]
  /** When each joined voter was last heard, by id: outlives a short break of its link. */
  readonly heardAtTick: Float64Array
  /** One entry per voter: scratch for the quorum point. */
  readonly scratch: Float64Array
  /** On the disks of all but one of a quorum: decided with the disk of any voter that is not among them. */
  oneShort: Zxid
  /** Ticks since discovery or synchronization made progress. */
  patience: number
  nextPingTick: number
  /** No new proposals: finish what is under way, then step down. */
  retiring: { readonly why: string; readonly sinceTick: number } | undefined
  /** The newest one, shared by the learners that get the same. */
  lastProposal: MessageOf<'proposal'> | undefined
}

export type LearnerStage =
  /** Introduced itself; the new epoch is not on our disk yet, or (an observer) not established. */
  | 'waiting'
  /** It promised a newer epoch than ours and cannot follow until we begin another. */
  | 'ahead'
  /** Was sent leader-info. */
  | 'asked'
  /** Sent ack-epoch; a quorum of them is still missing. */
  | 'answered'
  /** Receives a snapshot. */
  | 'snapshot'
  /** The cursor walks along our history. */
  | 'streaming'

/** What a leader knows of one learner. */
export type Learner = {
  readonly peer: PeerId
  readonly attempt: number
  /** Counts in quorums. */
  readonly voter: boolean
  readonly acceptedEpoch: Epoch
  readonly sinceTick: number
  stage: LearnerStage
  /** The last zxid it said it has. */
  last: Zxid
  /** Everything up to here was sent; what follows is further along the same history, so nothing falls into a gap. */
  sent: Zxid
  /** new-leader goes out when the cursor gets here. */
  frozen: Zxid
  /** Where it went out. */
  marker: Zxid | undefined
  /** Sent ack-new-leader: its acknowledgements count from now on (ZOOKEEPER-4685). */
  joined: boolean
  /** Was sent up-to-date. */
  current: boolean
  acked: Zxid
  commitSent: Zxid
  /** It was told that everything up to here is decided with its own disk. */
  offerSent: Zxid
  readonly window: SendWindow
  silentTicks: number
  /** Ticks without an acknowledgement while some are owed. */
  owingTicks: number
  roundTripTicks: number | undefined
}

export type LearningStage =
  /** Sent follower-info; whatever comes before the matching leader-info is of the past. */
  | 'knocking'
  /** The promise of the new epoch is on its way to the disk. */
  | 'promising'
  /** Sent ack-epoch; waits for diff, trunc or snap. */
  | 'answered'
  | 'snapshot'
  /** Takes history; new-leader has not come. */
  | 'streaming'
  /** new-leader came: first the history must be on disk … */
  | 'history-syncing'
  /** … then the current epoch … */
  | 'epoch-syncing'
  /** … then ack-new-leader may leave. */
  | 'joined'

export type Learning = {
  readonly role: 'following' | 'observing'
  phase: 'discovery' | 'synchronization' | 'broadcast'
  readonly leader: PeerId
  readonly attempt: number
  stage: LearningStage
  epoch: Epoch
  /** This very leader may be told our current epoch; false when the epoch was promised before, perhaps to another. */
  countable: boolean
  /** The write that the next stage waits for. */
  barrier: WriteId
  ackSent: Zxid
  /** Commits that came before up-to-date. */
  committedHint: Zxid
  /** Up to here, what our own disk has is decided. */
  offered: Zxid
  /** What came behind `snap` while the snapshot is being staged. */
  held: MessageOf<'proposal' | 'new-leader'>[]
  silentTicks: number
}

export type RoleChange =
  /** `byLink`: a link broke. That happens seldom enough; every other failed attempt makes the next one more patient. */
  | { readonly to: 'looking'; readonly why: string; readonly byLink: boolean }
  | { readonly to: 'leading'; readonly supporters: Set<PeerId>; readonly why: string }
  | { readonly to: 'learning'; readonly leader: PeerId; readonly why: string }
