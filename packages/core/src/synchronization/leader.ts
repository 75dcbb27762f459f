/**
 * Synchronization, seen from the leader: bring each learner level with our history, and wait until a quorum has adopted it.
 * A learner's cursor walks along the one history, and everything proposed later is simply further along: nothing can fall
 * between "what it missed" and "what is new". new-leader goes out where the cursor passes the point frozen at the start.
 *
 * Paper: Phase 2. ZooKeeper: LearnerHandler, Leader.waitForNewLeaderAck.
 */
import { assert } from '../assert.ts'
import { advanceCommit } from '../broadcast/leader.ts'
import { admitWaiting } from '../discovery/admission.ts'
import { tellThoseThatLook } from '../election/answer.ts'
import { announce, commitUpTo, persistEpochs, send } from '../emit.ts'
import { dropLearner } from '../learners.ts'
import { closeLink } from '../offence.ts'
import { isQuorum } from '../quorum.ts'
import type { Leading, Learner, MessageOf, Peer } from '../state.ts'
import { type Epoch, formatZxid, type Zxid } from '../zxid.ts'
import { planFor } from './plan.ts'

/** A quorum promised: our own current epoch goes to disk, and every learner that answered gets its plan. */
export function beginSynchronization(peer: Peer, leading: Leading): void {
  persistEpochs(peer, peer.acceptedEpoch, leading.epoch as Epoch)
  for (const learner of leading.learners) if (learner.stage === 'answered') synchronize(peer, leading, learner)
}

/** Decides how to bring one learner level and sets its cursor; the stream follows. */
export function synchronize(peer: Peer, leading: Leading, learner: Learner): void {
  const epoch = leading.epoch as Epoch
  const plan = planFor(peer.history, learner.last)
  // An observer is owed what is decided; a voter everything we have.
  learner.frozen = learner.voter ? peer.history.last : peer.committed
  switch (plan.type) {
    case 'diff':
      send(peer, learner.peer, { type: 'diff', epoch })
      startStream(learner, plan.after)
      return
    case 'trunc':
      send(peer, learner.peer, { type: 'trunc', epoch, to: plan.to })
      startStream(learner, plan.to)
      return
    case 'snap':
      learner.stage = 'snapshot'
      learner.sent = peer.history.base
      send(peer, learner.peer, { type: 'snap', epoch })
      peer.out.push({ type: 'send-snapshot', to: learner.peer, atLeast: peer.history.base })
  }
}

function startStream(learner: Learner, after: Zxid): void {
  learner.stage = 'streaming'
  learner.sent = after
  learner.acked = after
}

/** The host has put a whole snapshot on the link: the log continues behind it. */
export function onSnapshotSent(peer: Peer, leading: Leading, learner: Learner, zxid: Zxid): void {
  if (learner.stage !== 'snapshot') return
  assert(zxid <= peer.committed, 'a snapshot holds committed transactions only')
  // Word of a snapshot that was cancelled may still be under way; it may be too old to continue from.
  if (zxid < learner.sent || !peer.history.has(zxid)) {
    dropLearner(peer, leading, learner.peer, 'the snapshot does not reach our log: begin again')
    return
  }
  leading.patience = 0
  startStream(learner, zxid)
}

export function onAckNewLeader(
  peer: Peer,
  leading: Leading,
  learner: Learner,
  message: MessageOf<'ack-new-leader'>,
): void {
  if (learner.marker === undefined || learner.joined || message.epoch !== leading.epoch) {
    closeLink(peer, learner.peer, `ack-new-leader ${message.epoch} answers nothing`)
    return
  }
  learner.joined = true
  if (learner.marker > learner.acked) learner.acked = learner.marker
  learner.window.acknowledged(learner.acked)
  leading.patience = 0
  if (learner.voter) leading.heardAtTick[learner.peer] = peer.ticks
  if (leading.phase !== 'broadcast') {
    establishIfQuorum(peer, leading)
    return
  }
  advanceCommit(peer, leading)
  bringUpToDate(peer, leading, learner)
}

/** We count ourselves by the same rule: history, then current epoch, on disk. */
export function onPersistedSynchronization(peer: Peer, leading: Leading): void {
  if (leading.phase !== 'synchronization' || leading.joined) return
  if (peer.currentEpoch !== leading.epoch || peer.writes.durable !== peer.history.last) return
  leading.joined = true
  establishIfQuorum(peer, leading)
}

/** A quorum has adopted our history under the new epoch: all of it is decided, and proposing begins. */
function establishIfQuorum(peer: Peer, leading: Leading): void {
  if (leading.phase !== 'synchronization' || !leading.joined) return
  let joined = 1
  for (const learner of leading.learners) if (learner.voter && learner.joined) joined += 1
  const { voters } = peer.config
  if (!isQuorum(joined, voters.length)) return
  leading.phase = 'broadcast'
  peer.failedAttempts = 0
  peer.vote = { leader: peer.id, zxid: peer.vote.zxid, epoch: leading.epoch as Epoch }
  const { last } = peer.history
  announce(
    peer,
    `epoch ${leading.epoch} is established: ${joined} of ${voters.length} have our history up to ${formatZxid(last)}`,
  )
  commitUpTo(peer, last)
  for (const learner of leading.learners) if (learner.joined) bringUpToDate(peer, leading, learner)
  admitWaiting(peer, leading)
  tellThoseThatLook(peer)
}

/** Carries what is committed at this moment, so that nothing decided meanwhile is missed. */
function bringUpToDate(peer: Peer, leading: Leading, learner: Learner): void {
  const committed = Math.min(learner.sent, peer.committed) as Zxid
  learner.current = true
  learner.commitSent = committed
  learner.offerSent = committed
  send(peer, learner.peer, { type: 'up-to-date', epoch: leading.epoch as Epoch, committed })
}
