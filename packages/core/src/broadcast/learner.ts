/**
 * Broadcast, seen from a learner: log, acknowledge when durable, deliver when decided. Proposals of the synchronization
 * stream and later ones are the same message and take the same way (ZOOKEEPER-3104, 4394, 5094).
 *
 * Paper: Phase 3. ZooKeeper: Follower.processPacket, SendAckRequestProcessor.
 */
import { commitUpTo, persist, send } from '../emit.ts'
import { closeLink } from '../offence.ts'
import type { Learning, MessageOf, Peer } from '../state.ts'
import { COUNTER_MAX, counterOf, epochOf, follows, formatZxid, type Zxid } from '../zxid.ts'

export function onProposal(peer: Peer, learning: Learning, message: MessageOf<'proposal'>): void {
  const { batch, prev } = message
  if (takesNoHistory(learning)) {
    closeLink(peer, learning.leader, 'a proposal came before diff, trunc or snap')
    return
  }
  if (prev !== peer.history.last || !follows(prev, batch.first)) {
    const have = formatZxid(peer.history.last)
    closeLink(peer, learning.leader, `proposal ${formatZxid(batch.first)} leaves a gap after ${have}`)
    return
  }
  const countsTo = counterOf(batch.first) + batch.payloads.length - 1
  if (batch.payloads.length === 0 || countsTo > COUNTER_MAX || epochOf(batch.first) > learning.epoch) {
    closeLink(peer, learning.leader, `proposal ${formatZxid(batch.first)} is not of this epoch`)
    return
  }
  peer.history.append(batch)
  persist(peer, { type: 'append', batch, committed: peer.committed })
}

export function onCommit(peer: Peer, learning: Learning, message: MessageOf<'commit'>): void {
  const { upTo, withYours } = message
  if (takesNoHistory(learning) || !isKnown(peer, upTo) || withYours < upTo || !isKnown(peer, withYours)) {
    closeLink(peer, learning.leader, `commit ${formatZxid(upTo)} speaks of what we were not sent`)
    return
  }
  if (withYours > learning.offered) learning.offered = withYours
  if (learning.phase !== 'broadcast') {
    if (upTo > learning.committedHint) learning.committedHint = upTo
    return
  }
  decide(peer, learning, upTo)
}

/**
 * All others that a quorum needs have what we were offered, so our own disk decides it: the leader need not hear of it first, and
 * a write that came in here is answered two messages earlier. (Paxos Made Simple, 2.3: learners that hear acceptors directly.)
 */
export function decideWithOurDisk(peer: Peer, learning: Learning): void {
  if (learning.phase === 'broadcast') decide(peer, learning, peer.committed)
}

function decide(peer: Peer, learning: Learning, upTo: Zxid): void {
  const decided = Math.max(upTo, Math.min(learning.offered, peer.writes.durable)) as Zxid
  if (decided > peer.committed) commitUpTo(peer, decided)
}

/** Committed already, or a transaction we hold. */
export function isKnown(peer: Peer, upTo: Zxid): boolean {
  return upTo <= peer.committed || peer.history.has(upTo)
}

/**
 * One cumulative ack for everything the disk finished. Before new-leader it only tells the leader how fast it may send;
 * between new-leader and ack-new-leader nothing leaves, so an ack never overtakes it (ZOOKEEPER-4685).
 */
export function acknowledge(peer: Peer, learning: Learning): void {
  if (learning.stage !== 'streaming' && learning.stage !== 'joined') return
  const upTo: Zxid = peer.writes.durable
  if (upTo <= learning.ackSent) return
  learning.ackSent = upTo
  send(peer, learning.leader, { type: 'ack', epoch: learning.epoch, upTo })
}

function takesNoHistory(learning: Learning): boolean {
  const { stage } = learning
  return stage === 'knocking' || stage === 'promising' || stage === 'answered' || stage === 'snapshot'
}
