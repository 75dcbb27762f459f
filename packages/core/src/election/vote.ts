/**
 * A vote and the total order of votes: (epoch, zxid, leader), compared in that order. The first two are exactly the
 * recency that discovery tests again; weakening them loses committed writes (ZOOKEEPER-1419, 2832). The id only breaks ties.
 *
 * ZooKeeper: FastLeaderElection.totalOrderPredicate.
 */
import type { Vote } from '../messages.ts'
import { formatZxid } from '../zxid.ts'

/** Strict: no vote beats itself, and of two different votes exactly one beats the other. */
export function beats(a: Vote, b: Vote): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch
  if (a.zxid !== b.zxid) return a.zxid > b.zxid
  return a.leader > b.leader
}

export function sameVote(a: Vote, b: Vote): boolean {
  return a.leader === b.leader && a.epoch === b.epoch && a.zxid === b.zxid
}

/** Peers that have settled may remember different zxids for the same reign; leader and epoch must agree (ZOOKEEPER-1732, 1805). */
export function sameReign(a: Vote, b: Vote): boolean {
  return a.leader === b.leader && a.epoch === b.epoch
}

/** Why `winner` was preferred to its nearest rival, for people. */
export function whyItWon(winner: Vote, rival: Vote | undefined): string {
  if (rival === undefined) return 'nobody else stood'
  if (winner.epoch !== rival.epoch) return `newer epoch, ${winner.epoch} over ${rival.epoch}`
  if (winner.zxid !== rival.zxid) return `longer history, ${formatZxid(winner.zxid)} over ${formatZxid(rival.zxid)}`
  return 'same epoch and zxid, higher id'
}
