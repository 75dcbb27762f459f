/**
 * Discovery, seen from the leader: learn the newest epoch any quorum has promised, propose a newer one, and make sure
 * nobody in that quorum knows more than we do.
 *
 *   follower-info from a quorum → epoch = 1 + the newest of them → on disk here → leader-info
 *   ack-epoch from a quorum, none of them ahead of us            → current epoch to disk, synchronization
 *
 * Voters only, in every count (ZOOKEEPER-2959). Observers are asked in once the epoch is established: so their promises
 * are always of epochs that exist, and never keep them from a leader.
 *
 * Paper: Phase 1 (CEPOCH, NEWEPOCH, ACK-E). ZooKeeper: Leader.getEpochToPropose, waitForEpochAck.
 */
import { announce, goLooking, halt, persistEpochs } from '../emit.ts'
import { addLearner } from '../learners.ts'
import { closeLink } from '../offence.ts'
import type { PeerId } from '../peer-id.ts'
import { isQuorum } from '../quorum.ts'
import type { Leading, Learner, MessageOf, Peer } from '../state.ts'
import { beginSynchronization, synchronize } from '../synchronization/leader.ts'
import { EPOCH_LIMIT, type Epoch, formatZxid } from '../zxid.ts'
import { admit, admitWaiting } from './admission.ts'
import { quorumStillPossible } from './supporters.ts'

/** We lead from now on; those who knocked meanwhile come in. */
export function beginDiscovery(peer: Peer, leading: Leading): void {
  for (const link of peer.links) {
    const { knock } = link
    link.knock = undefined
    if (knock !== undefined) onFollowerInfo(peer, leading, link.peer, knock)
  }
  chooseEpoch(peer, leading)
}

export function onFollowerInfo(peer: Peer, leading: Leading, from: PeerId, message: MessageOf<'follower-info'>): void {
  if (!message.observer && !peer.config.voters.includes(from)) {
    closeLink(peer, from, `peer ${from} is no voter and may not follow`)
    return
  }
  const learner = addLearner(peer, leading, from, message)
  if (learner.voter && message.acceptedEpoch > peer.promiseSeen) peer.promiseSeen = message.acceptedEpoch
  if (leading.phase !== 'broadcast') leading.patience = 0
  if (leading.epoch === undefined) chooseEpoch(peer, leading)
  else admit(peer, leading, learner)
}

/** A quorum told us what they promised: the new epoch is newer than all of it (ZOOKEEPER-1343), and first on our own disk. */
function chooseEpoch(peer: Peer, leading: Leading): void {
  if (leading.epoch !== undefined) return
  let told = 1
  let newest = Math.max(peer.acceptedEpoch, peer.promiseSeen)
  for (const learner of leading.learners) {
    if (!learner.voter) continue
    told += 1
    newest = Math.max(newest, learner.acceptedEpoch)
  }
  if (!isQuorum(told, peer.config.voters.length)) return
  if (newest + 1 >= EPOCH_LIMIT) {
    halt(peer, `no epoch is left after ${newest}: zxids hold epochs below ${EPOCH_LIMIT}; restore into a new ensemble`)
    return
  }
  leading.epoch = (newest + 1) as Epoch
  persistEpochs(peer, leading.epoch, peer.currentEpoch)
}

/** Is the promise of the new epoch on our own disk? Then it may be spoken of (ZOOKEEPER-1291). */
export function onPersistedDiscovery(peer: Peer, leading: Leading): void {
  if (leading.promised || leading.epoch === undefined || peer.acceptedEpoch !== leading.epoch) return
  leading.promised = true
  leading.ackers.add(peer.id)
  admitWaiting(peer, leading)
  countAckers(peer, leading)
}

export function onAckEpoch(peer: Peer, leading: Leading, learner: Learner, message: MessageOf<'ack-epoch'>): void {
  if (learner.stage !== 'asked' || message.epoch !== leading.epoch) {
    closeLink(peer, learner.peer, `ack-epoch ${message.epoch} was not asked for`)
    return
  }
  learner.last = message.last
  learner.stage = 'answered'
  leading.patience = 0
  if (leading.phase !== 'discovery') {
    synchronize(peer, leading, learner)
    return
  }
  if (message.currentEpoch === undefined) {
    onRefusal(peer, leading, learner)
    return
  }
  if (isAhead(leading, message.currentEpoch, message)) {
    const theirs = `epoch ${message.currentEpoch}, ${formatZxid(message.last)}`
    const ours = `epoch ${leading.summary.epoch}, ${formatZxid(leading.summary.zxid)}`
    goLooking(peer, `peer ${learner.peer} knows more than we do: ${theirs} over ${ours}`)
    return
  }
  leading.ackers.add(learner.peer)
  countAckers(peer, leading)
}

/** It promised this epoch before, perhaps to another: its answer must not count, or two could lead one epoch. */
function onRefusal(peer: Peer, leading: Leading, learner: Learner): void {
  leading.refusers.add(learner.peer)
  if (quorumStillPossible(peer, leading)) return
  goLooking(peer, `peer ${learner.peer} had promised epoch ${leading.epoch} before, and without it there is no quorum`)
}

function isAhead(leading: Leading, currentEpoch: Epoch, message: MessageOf<'ack-epoch'>): boolean {
  const { epoch, zxid } = leading.summary
  return currentEpoch > epoch || (currentEpoch === epoch && message.last > zxid)
}

function countAckers(peer: Peer, leading: Leading): void {
  if (leading.phase !== 'discovery' || !leading.ackers.has(peer.id)) return
  if (!isQuorum(leading.ackers.size, peer.config.voters.length)) return
  leading.phase = 'synchronization'
  leading.patience = 0
  const count = `${leading.ackers.size} of ${peer.config.voters.length}`
  announce(peer, `${count} promised epoch ${leading.epoch}, and none of them knows more`)
  beginSynchronization(peer, leading)
}
