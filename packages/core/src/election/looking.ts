/**
 * LOOKING: rounds, votes, and when to stop. Every peer first votes for itself with what its disk holds, adopts every
 * better vote of its round, and decides when a quorum agrees and stays agreed for a moment; the moment is skipped when
 * everybody who can be reached agrees, so a fail-over after a crash waits for nothing.
 *
 * Election is a hint about who should try to lead. Safety comes from discovery and synchronization.
 *
 * Paper: Phase 0. ZooKeeper: FastLeaderElection.lookForLeader, without its finalize loop's quirks (docs/protocol.md).
 */
import { turnTo } from '../emit.ts'
import { linkTo } from '../links.ts'
import type { Vote } from '../messages.ts'
import { isQuorum } from '../quorum.ts'
import type { Link, Looking, MessageOf, Peer } from '../state.ts'
import { EPOCH_ZERO, ZXID_ZERO } from '../zxid.ts'
import { tell, tellEverybody } from './answer.ts'
import { abstains, everybodyAgrees, leaderToJoin, supportersOf } from './tally.ts'
import { beats, sameVote, whyItWon } from './vote.ts'

/** The vote for ourselves: what is on disk, nothing that is only in memory (ZOOKEEPER-2845, 790). */
export function ownVote(peer: Peer): Vote {
  if (abstains(peer)) return { leader: peer.id, zxid: ZXID_ZERO, epoch: EPOCH_ZERO }
  return { leader: peer.id, zxid: peer.writes.durable, epoch: peer.currentEpoch }
}

/** Begins a round, once everything we ever wrote is durable: a peer with a stalled disk keeps silent and is not elected. */
export function beginElection(peer: Peer, looking: Looking): void {
  if (!peer.writes.areFinished) return
  looking.begun = true
  looking.agreedSince = undefined
  looking.resendEveryTicks = peer.timing.resendMinTicks
  looking.resendAtTick = peer.ticks + looking.resendEveryTicks
  if (!abstains(peer)) peer.round += 1
  peer.vote = ownVote(peer)
  tellEverybody(peer)
  reconsider(peer, looking)
}

/** Something was heard, or a link came or went, or time passed: adopt, tell, and perhaps decide. */
export function reconsider(peer: Peer, looking: Looking): void {
  if (!looking.begun || peer.resigned) return
  if (!abstains(peer) && adoptBetterVote(peer)) {
    looking.agreedSince = undefined
    tellEverybody(peer)
  }
  const rested = peer.ticks - looking.sinceTick >= restTicks(peer)
  const leader = rested ? leaderToJoin(peer) : undefined
  if (leader !== undefined) {
    join(peer, leader)
    return
  }
  if (!abstains(peer)) decideIfAgreed(peer, looking)
}

/** A newer round starts from our own vote; within a round votes only get better. Returns whether round or vote changed. */
function adoptBetterVote(peer: Peer): boolean {
  const { round, vote } = peer
  for (const { voter, heard } of peer.links) {
    if (voter && heard?.role === 'looking' && heard.round > peer.round) {
      peer.round = heard.round
      peer.vote = ownVote(peer)
    }
  }
  for (const { voter, heard } of peer.links) {
    if (!voter || heard?.role !== 'looking' || heard.round !== peer.round) continue
    if (beats(heard.vote, peer.vote) && isTrusted(peer, heard.vote)) peer.vote = heard.vote
  }
  return peer.round !== round || !sameVote(peer.vote, vote)
}

/** A candidate that was elected and never took up, because it hears nobody, is passed over for a while. */
function isTrusted(peer: Peer, vote: Vote): boolean {
  const link = linkTo(peer, vote.leader)
  return link === undefined || link.distrustedUntilTick <= peer.ticks
}

/**
 * A peer whose last attempts came to nothing takes its time, twice as long after each: where links are missing, peers that
 * see different parts of the ensemble could otherwise elect and abandon each other without a tick passing.
 */
function restTicks(peer: Peer): number {
  if (peer.failedAttempts === 0) return 0
  return Math.min(2 ** Math.min(peer.failedAttempts - 1, 16), peer.timing.resendMaxTicks)
}

function decideIfAgreed(peer: Peer, looking: Looking): void {
  const supporters = supportersOf(peer)
  const { leader } = peer.vote
  const reachable = leader === peer.id || linkTo(peer, leader) !== undefined
  if (!reachable || !isQuorum(supporters.size, peer.config.voters.length)) {
    looking.agreedSince = undefined
    return
  }
  looking.agreedSince ??= peer.ticks
  const hurries = peer.failedAttempts === 0 && everybodyAgrees(peer)
  const waited = peer.ticks - looking.agreedSince >= Math.max(peer.timing.finalizeTicks, restTicks(peer))
  if (!waited && !hurries) return
  const why =
    `peer ${leader} won round ${peer.round} with ${supporters.size} of ${peer.config.voters.length} votes: ` +
    whyItWon(peer.vote, nearestRival(peer))
  if (leader === peer.id) turnTo(peer, { to: 'leading', supporters, why })
  else turnTo(peer, { to: 'learning', leader, why })
}

/** The best of those who stood and did not win. */
function nearestRival(peer: Peer): Vote | undefined {
  let rival = peer.vote.leader === peer.id ? undefined : ownVote(peer)
  for (const { candidacy } of peer.links) {
    if (candidacy === undefined || candidacy.leader === peer.vote.leader) continue
    if (rival === undefined || beats(candidacy, rival)) rival = candidacy
  }
  return rival
}

/** Somebody leads already: follow, whatever our own vote was. The round becomes theirs. */
function join(peer: Peer, link: Link): void {
  const { round, vote } = link.heard as MessageOf<'notification'>
  if (!abstains(peer)) peer.round = round
  peer.vote = vote
  turnTo(peer, { to: 'learning', leader: link.peer, why: `peer ${link.peer} leads already` })
}

/** The link is new: its peer must hear from us. */
export function onLinkUpLooking(peer: Peer, looking: Looking, link: Link): void {
  if (!looking.begun) return
  tell(peer, link.peer)
  reconsider(peer, looking)
}

/** A candidate that died must not be voted for until the next round: begin it (ZOOKEEPER-569). */
export function onLinkDownLooking(peer: Peer, looking: Looking, link: Link): void {
  if (!looking.begun || peer.resigned) return
  if (peer.vote.leader === link.peer) beginElection(peer, looking)
  else reconsider(peer, looking)
}

export function onPersistedLooking(peer: Peer, looking: Looking): void {
  if (!looking.begun && !peer.resigned) beginElection(peer, looking)
}

export function onTickLooking(peer: Peer, looking: Looking): void {
  if (!looking.begun || peer.resigned) return
  reconsider(peer, looking)
  if (peer.change !== undefined || peer.ticks < looking.resendAtTick) return
  looking.resendEveryTicks = Math.min(looking.resendEveryTicks * 2, peer.timing.resendMaxTicks)
  looking.resendAtTick = peer.ticks + looking.resendEveryTicks
  tellEverybody(peer)
}
