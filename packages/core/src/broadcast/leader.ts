/**
 * Broadcast, seen from the leader: propose, count, commit. Acknowledgements are cumulative, so one number per voter is all
 * the counting there is: the commit point is the highest zxid a quorum has reached, our own disk included by the same rule.
 *
 * Paper: Phase 3. ZooKeeper: Leader.propose, processAck, tryToCommit.
 */
import { assert } from '../assert.ts'
import { commitUpTo, goLooking, persist } from '../emit.ts'
import { closeLink } from '../offence.ts'
import { oneShortPoint, quorumPoint } from '../quorum.ts'
import type { Leading, Learner, MessageOf, Peer } from '../state.ts'
import type { TxnBatch } from '../txn.ts'
import { COUNTER_MAX, counterOf, type Epoch, epochOf, formatZxid, type Zxid, zxid, zxidPlus } from '../zxid.ts'

/** Our disk and theirs write at the same time: proposals leave at the end of this step. */
export function propose(peer: Peer, leading: Leading, payloads: readonly Uint8Array[]): void {
  if (payloads.length === 0) return
  const epoch = leading.epoch as Epoch
  const { last } = peer.history
  const first = epochOf(last) === epoch ? zxidPlus(last, 1) : zxid(epoch, 1)
  assert(counterOf(first) + payloads.length - 1 <= COUNTER_MAX, 'a batch fits into what is left of the counter')
  const batch: TxnBatch = { first, payloads }
  peer.history.append(batch)
  persist(peer, { type: 'append', batch, committed: peer.committed })
  if (counterOf(peer.history.last) >= peer.limits.counterMax) {
    retire(peer, leading, `the counter of epoch ${epoch} is used up: a new epoch begins`)
  }
}

/** Takes no more proposals; when what is under way is decided, steps down. */
export function retire(peer: Peer, leading: Leading, why: string): void {
  leading.retiring ??= { why, sinceTick: peer.ticks }
}

export function retireIfDone(peer: Peer, leading: Leading): void {
  const { retiring } = leading
  if (retiring === undefined) return
  const waited = peer.ticks - retiring.sinceTick >= peer.timing.followerTimeoutTicks
  if (peer.committed === peer.history.last || waited) goLooking(peer, retiring.why)
}

export function onAck(peer: Peer, leading: Leading, learner: Learner, message: MessageOf<'ack'>): void {
  const { upTo } = message
  if (learner.stage !== 'streaming' || message.epoch !== leading.epoch || upTo > learner.sent) {
    closeLink(peer, learner.peer, `ack ${formatZxid(upTo)} speaks of what it was not sent`)
    return
  }
  if (upTo <= learner.acked) return
  if (upTo > peer.committed && !peer.history.has(upTo)) {
    closeLink(peer, learner.peer, `ack ${formatZxid(upTo)} names no transaction`)
    return
  }
  learner.acked = upTo
  learner.owingTicks = 0
  learner.window.acknowledged(upTo)
  if (leading.phase !== 'broadcast') leading.patience = 0
  else if (learner.joined && learner.voter) advanceCommit(peer, leading)
}

/** Decides everything that a quorum has on disk. */
export function advanceCommit(peer: Peer, leading: Leading): void {
  if (leading.phase !== 'broadcast') return
  const { scratch } = leading
  scratch.fill(0)
  scratch[0] = peer.writes.durable
  let count = 1
  for (const learner of leading.learners) {
    if (!learner.voter || !learner.joined) continue
    scratch[count] = learner.acked
    count += 1
  }
  const point = quorumPoint(scratch) as Zxid
  leading.oneShort = oneShortPoint(scratch) as Zxid
  if (point > peer.committed) commitUpTo(peer, point)
}
