/**
 * START HERE. A peer is made from what its disk holds; `step` gives it one event and returns what it asks for. Nothing
 * enters or leaves any other way: no clock, no randomness, no I/O. The same events give the same effects.
 *
 * This file only says which event goes to which chapter: election/, discovery/, synchronization/, broadcast/, heartbeat.ts.
 * A chapter asks for a change of role and returns; the change is carried out here (role-change.ts).
 */
import { assert, unreachable } from './assert.ts'
import { advanceCommit, propose, retireIfDone } from './broadcast/leader.ts'
import { acknowledge, decideWithOurDisk } from './broadcast/learner.ts'
import { stream } from './broadcast/stream.ts'
import { compactIfAllowed, onCompact } from './compaction.ts'
import { onPersistedDiscovery } from './discovery/leader.ts'
import { onPromised } from './discovery/learner.ts'
import { supportersLeft } from './discovery/supporters.ts'
import type { DurableState } from './durable.ts'
import type { Effect, WriteId } from './effects.ts'
import { tellEverybody } from './election/answer.ts'
import { onLinkDownLooking, onLinkUpLooking, onPersistedLooking, onTickLooking } from './election/looking.ts'
import { goLooking } from './emit.ts'
import type { EnsembleConfig } from './ensemble.ts'
import type { PeerEvent } from './events.ts'
import { onTickLeading, onTickLearning } from './heartbeat.ts'
import { History } from './history.ts'
import { forgetLearner } from './learners.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { addLink, linkTo, removeLink } from './links.ts'
import type { PeerId } from './peer-id.ts'
import { becomeLooking, carryOut } from './role-change.ts'
import { onReceived, replayHeld } from './routing.ts'
import type { Peer } from './state.ts'
import {
  onPersistedSynchronization as onPersistedSynchronizationLeading,
  onSnapshotSent,
} from './synchronization/leader.ts'
import { onPersistedSynchronization, onSnapshotStaged } from './synchronization/learner.ts'
import { checkTiming, type Timing } from './timing.ts'
import { Writes } from './writes.ts'
import { EPOCH_ZERO, epochOf, ZXID_ZERO, type Zxid } from './zxid.ts'

export type { Peer } from './state.ts'

export type PeerOptions = {
  readonly id: PeerId
  readonly config: EnsembleConfig
  readonly timing: Timing
  readonly durable: DurableState
  /** Defaults to `DEFAULT_LIMITS`; single fields may be given. */
  readonly limits?: Partial<Limits>
}

/**
 * Makes a peer from what survived. What lies beyond `durable.committed` is delivered when a leader confirms it, not before.
 * @throws InvariantViolation when the peer is not in the ensemble, or the disk contradicts itself (a gap in the log, a log
 * newer than every promise).
 */
export function createPeer(options: PeerOptions): Peer {
  const { id, config, timing, durable } = options
  assert(config.voters.includes(id) || config.observers.includes(id), 'a peer belongs to its ensemble')
  checkTiming(timing)
  assert(durable.currentEpoch <= durable.acceptedEpoch, 'an epoch is promised before it is adopted')
  const history = new History(durable.base)
  for (const batch of durable.log) {
    history.append(batch)
    history.pack(Math.min(durable.committed, history.last) as Zxid)
  }
  assert(epochOf(history.last) <= durable.acceptedEpoch, 'a log holds only epochs that were promised')
  assert(history.has(durable.committed), 'what is committed is in the log')
  return {
    id,
    config,
    timing,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    history,
    writes: new Writes(history.last),
    acceptedEpoch: durable.acceptedEpoch,
    currentEpoch: durable.currentEpoch,
    trusted: durable.trusted,
    committed: durable.committed,
    delivered: durable.committed,
    ticks: 0,
    round: 0,
    vote: { leader: id, zxid: ZXID_ZERO, epoch: EPOCH_ZERO },
    attempt: 0,
    links: [],
    doing: {
      role: 'looking',
      phase: 'election',
      begun: false,
      sinceTick: 0,
      agreedSince: undefined,
      resendAtTick: 0,
      resendEveryTicks: timing.resendMinTicks,
    },
    change: undefined,
    compactTo: durable.base,
    promise: undefined,
    failedAttempts: 0,
    promiseSeen: EPOCH_ZERO,
    lastRefreshTick: Number.NEGATIVE_INFINITY,
    started: false,
    resigned: false,
    halted: false,
    out: [],
  }
}

/** Begins to look for a leader. Called once, before the first event. */
export function start(peer: Peer): readonly Effect[] {
  assert(!peer.started, 'a peer starts once')
  peer.started = true
  peer.out = []
  becomeLooking(peer, 'started', false)
  return finish(peer)
}

/**
 * Gives the peer one event and returns what it asks for, in order, in an array of the caller's own. The host carries all of
 * it out before the next event. A halted peer asks for nothing any more.
 * @throws InvariantViolation when the peer or its host did what must not happen; the process must stop.
 */
export function step(peer: Peer, event: PeerEvent): readonly Effect[] {
  assert(peer.started, 'a peer is started before its first event')
  peer.out = []
  if (peer.halted) return peer.out
  onEvent(peer, event)
  return finish(peer)
}

/** Would a `propose` be accepted now? Only by a leader in broadcast that is not about to step down. */
export function canPropose(peer: Peer): boolean {
  const { doing } = peer
  return doing.role === 'leading' && doing.phase === 'broadcast' && doing.retiring === undefined && !peer.halted
}

function onEvent(peer: Peer, event: PeerEvent): void {
  switch (event.type) {
    case 'received': {
      const link = linkTo(peer, event.from)
      if (link !== undefined) onReceived(peer, link, event.message)
      return
    }
    case 'persisted':
      onPersisted(peer, event.upTo)
      return
    case 'propose':
      if (canPropose(peer) && peer.doing.role === 'leading') propose(peer, peer.doing, event.payloads)
      return
    case 'tick':
      onTick(peer)
      return
    case 'link-up':
      onLinkUp(peer, event.peer)
      return
    case 'link-down':
      onLinkDown(peer, event.peer)
      return
    case 'snapshot-sent': {
      const { doing } = peer
      const learner = doing.role === 'leading' ? doing.learnerById[event.to] : undefined
      if (doing.role === 'leading' && learner !== undefined) onSnapshotSent(peer, doing, learner, event.zxid)
      return
    }
    case 'snapshot-progress':
      onSnapshotProgress(peer, event.peer)
      return
    case 'snapshot-staged': {
      const { doing } = peer
      if (doing.role === 'looking' || doing.role === 'leading' || doing.leader !== event.from) return
      replayHeld(peer, doing, onSnapshotStaged(peer, doing, event.zxid))
      return
    }
    case 'compact':
      onCompact(peer, event.base)
      return
    case 'resign':
      onResign(peer)
      return
    default:
      unreachable(event)
      return
  }
}

/** Carries out changes of role, then lets a leader's learners have what is new. */
function finish(peer: Peer): readonly Effect[] {
  changeRoles(peer)
  if (peer.doing.role === 'leading' && !peer.halted) {
    stream(peer, peer.doing)
    retireIfDone(peer, peer.doing)
    changeRoles(peer)
  }
  const { out } = peer
  peer.out = []
  return out
}

function changeRoles(peer: Peer): void {
  // A new role may decide at once that it is over (a candidate whose supporters are gone), hence the loop; it is short.
  while (peer.change !== undefined && !peer.halted) {
    const { change } = peer
    peer.change = undefined
    carryOut(peer, change)
  }
}

function onPersisted(peer: Peer, upTo: WriteId): void {
  const epochs = peer.writes.finish(upTo)
  if (epochs !== undefined) {
    peer.acceptedEpoch = epochs.accepted
    peer.currentEpoch = epochs.current
  }
  const { doing } = peer
  if (doing.role === 'looking') {
    onPersistedLooking(peer, doing)
  } else if (doing.role === 'leading') {
    if (doing.phase === 'discovery') onPersistedDiscovery(peer, doing)
    if (doing.phase === 'synchronization') onPersistedSynchronizationLeading(peer, doing)
    advanceCommit(peer, doing)
  } else {
    onPromised(peer, doing)
    onPersistedSynchronization(peer, doing)
    acknowledge(peer, doing)
    decideWithOurDisk(peer, doing)
  }
}

function onTick(peer: Peer): void {
  peer.ticks += 1
  const { doing } = peer
  if (doing.role === 'looking') onTickLooking(peer, doing)
  else if (doing.role === 'leading') onTickLeading(peer, doing)
  else onTickLearning(peer, doing)
  compactIfAllowed(peer)
}

/** A link that was up already has been replaced: its peer's past is forgotten like that of a link that went down. */
function onLinkUp(peer: Peer, id: PeerId): void {
  assert(id !== peer.id, 'a peer has no link to itself')
  if (linkTo(peer, id) !== undefined) onLinkDown(peer, id)
  changeRoles(peer)
  const link = addLink(peer, id)
  if (peer.doing.role === 'looking') onLinkUpLooking(peer, peer.doing, link)
}

function onLinkDown(peer: Peer, id: PeerId): void {
  const link = linkTo(peer, id)
  if (link === undefined) return
  removeLink(peer, id)
  const { doing } = peer
  if (doing.role === 'looking') {
    onLinkDownLooking(peer, doing, link)
  } else if (doing.role === 'leading') {
    forgetLearner(peer, doing, id)
    doing.supporters.delete(id)
    supportersLeft(peer, doing, true)
  } else if (doing.leader === id) {
    goLooking(peer, `the link to peer ${id}, our leader, is down`, true)
  }
}

function onSnapshotProgress(peer: Peer, id: PeerId): void {
  const { doing } = peer
  if (doing.role === 'leading') {
    const learner = doing.learnerById[id]
    if (learner === undefined || learner.current) return
    learner.silentTicks = 0
    learner.owingTicks = 0
    doing.patience = 0
  } else if (doing.role !== 'looking' && doing.leader === id) doing.silentTicks = 0
}

/** From now on this peer neither leads nor follows nor votes; it still asks for nothing and harms nobody. */
function onResign(peer: Peer): void {
  if (peer.resigned) return
  peer.resigned = true
  if (peer.doing.role === 'looking') tellEverybody(peer)
  else goLooking(peer, 'an orderly stop was asked for')
}
