/**
 * Synchronization, seen from a learner: take what the leader has, make it durable, then say so. The order that must never
 * change: history on disk → current epoch on disk → ack-new-leader (ZOOKEEPER-4643, 4646, 3911, 2845).
 *
 *   answered ── diff, trunc ──▶ streaming ── new-leader ──▶ history-syncing ──▶ epoch-syncing ──▶ joined ── up-to-date ──▶
 *       └────── snap ──▶ snapshot ── staged ──▶ streaming
 *
 * The stream goes to the log by the same code as in broadcast; only what may be acknowledged and delivered differs.
 *
 * Paper: Phase 2. ZooKeeper: Learner.syncWithLeader.
 */
import { isKnown } from '../broadcast/learner.ts'
import { tellThoseThatLook } from '../election/answer.ts'
import { announce, commitUpTo, goLooking, halt, persist, persistEpochs, send } from '../emit.ts'
import { closeLink } from '../offence.ts'
import type { Learning, MessageOf, Peer } from '../state.ts'
import { formatZxid, type Zxid } from '../zxid.ts'

/** Our log is a prefix of the leader's. */
export function onDiff(peer: Peer, learning: Learning): void {
  if (learning.stage !== 'answered') {
    closeLink(peer, learning.leader, 'diff answers nothing')
    return
  }
  beginStream(peer, learning, 'what we have is a prefix of its history')
}

/** Our log has a tail the leader does not have: it was never committed, or the leader would have it. */
export function onTrunc(peer: Peer, learning: Learning, message: MessageOf<'trunc'>): void {
  if (learning.stage !== 'answered') {
    closeLink(peer, learning.leader, 'trunc answers nothing')
    return
  }
  const { to } = message
  const { history } = peer
  if (to < peer.committed) {
    const what = `to ${formatZxid(to)}, but ${formatZxid(peer.committed)} was committed`
    halt(peer, `peer ${learning.leader} would cut our log ${what}: one of the two histories is damaged`)
    return
  }
  if (to > history.last || !history.has(to)) {
    goLooking(peer, `peer ${learning.leader} would cut our log at ${formatZxid(to)}, which it does not hold`)
    return
  }
  const tail = history.last
  if (to < tail) {
    history.truncate(to)
    persist(peer, { type: 'truncate', to })
  }
  beginStream(
    peer,
    learning,
    `what we had after ${formatZxid(to)}, up to ${formatZxid(tail)}, was never committed and is cut`,
  )
}

/** We are too far behind: a snapshot comes. What follows it waits until it is staged. */
export function onSnap(peer: Peer, learning: Learning): void {
  if (learning.stage !== 'answered') {
    closeLink(peer, learning.leader, 'snap answers nothing')
    return
  }
  learning.phase = 'synchronization'
  learning.stage = 'snapshot'
  announce(peer, `peer ${learning.leader} no longer has what we miss: a snapshot comes`)
}

function beginStream(peer: Peer, learning: Learning, why: string): void {
  learning.phase = 'synchronization'
  learning.stage = 'streaming'
  learning.ackSent = peer.history.last
  announce(peer, `peer ${learning.leader} brings us level: ${why}`)
}

/**
 * A complete and verified snapshot is staged: it becomes the base and the old log is gone, in one durable step
 * (ZOOKEEPER-3642, 2099). Returns what had to wait for it.
 */
export function onSnapshotStaged(peer: Peer, learning: Learning, zxid: Zxid): Learning['held'] {
  if (learning.stage !== 'snapshot') return []
  if (zxid <= peer.delivered) {
    const what = `${formatZxid(zxid)}, but we delivered ${formatZxid(peer.delivered)}`
    goLooking(peer, `the snapshot of peer ${learning.leader} ends at ${what}`)
    return []
  }
  peer.history.reset(zxid)
  persist(peer, { type: 'install-snapshot', zxid })
  peer.out.push({ type: 'restore', zxid })
  peer.committed = zxid
  peer.delivered = zxid
  learning.stage = 'streaming'
  learning.ackSent = zxid
  const { held } = learning
  learning.held = []
  return held
}

/** All of the leader's history is with us. Now, and in this order: on disk, the epoch on disk, ack-new-leader. */
export function onNewLeader(peer: Peer, learning: Learning, message: MessageOf<'new-leader'>): void {
  if (learning.stage !== 'streaming' || message.epoch !== learning.epoch) {
    closeLink(peer, learning.leader, `new-leader ${message.epoch} is out of place`)
    return
  }
  learning.stage = 'history-syncing'
  learning.barrier = peer.writes.issued
  onPersistedSynchronization(peer, learning)
}

export function onPersistedSynchronization(peer: Peer, learning: Learning): void {
  if (learning.stage === 'history-syncing' && peer.writes.isDurable(learning.barrier)) {
    learning.stage = 'epoch-syncing'
    // Back with the leader of an epoch we adopted before: nothing to write.
    if (peer.currentEpoch !== learning.epoch) {
      learning.barrier = persistEpochs(peer, peer.acceptedEpoch, learning.epoch)
      return
    }
  }
  if (learning.stage === 'epoch-syncing' && peer.writes.isDurable(learning.barrier)) {
    learning.stage = 'joined'
    send(peer, learning.leader, { type: 'ack-new-leader', epoch: learning.epoch })
  }
}

/** The epoch is established and we are part of it: deliver, and serve. */
export function onUpToDate(peer: Peer, learning: Learning, message: MessageOf<'up-to-date'>): void {
  const { leader } = learning
  if (learning.stage !== 'joined' || learning.phase === 'broadcast' || message.epoch !== learning.epoch) {
    closeLink(peer, leader, `up-to-date ${message.epoch} is out of place`)
    return
  }
  if (!isKnown(peer, message.committed)) {
    closeLink(peer, leader, `up-to-date speaks of ${formatZxid(message.committed)}, which we were not sent`)
    return
  }
  learning.phase = 'broadcast'
  peer.trusted = true
  peer.failedAttempts = 0
  peer.vote = { leader, zxid: peer.vote.zxid, epoch: learning.epoch }
  announce(peer, `level with peer ${leader}, which leads epoch ${learning.epoch}`)
  commitUpTo(peer, Math.max(peer.committed, message.committed, learning.committedHint) as Zxid)
  tellThoseThatLook(peer)
}
