/** The ways in which a chapter of the protocol asks for something: each adds one effect to the step at work. */
import { assert } from './assert.ts'
import type { DurableWrite, WriteId } from './effects.ts'
import type { ZabMessage } from './messages.ts'
import type { PeerId } from './peer-id.ts'
import type { Peer, RoleChange } from './state.ts'
import type { Epoch, Zxid } from './zxid.ts'

export function send(peer: Peer, to: PeerId, message: ZabMessage): void {
  peer.out.push({ type: 'send', to, message })
}

/** Asks the disk for a write; `peer.history` already shows it. */
export function persist(peer: Peer, write: DurableWrite): WriteId {
  const id = peer.writes.issue(write, peer.history.last)
  peer.out.push({ type: 'persist', id, write })
  return id
}

/** Both epochs go to disk together; `peer` shows them when they are durable. */
export function persistEpochs(peer: Peer, accepted: Epoch, current: Epoch): WriteId {
  assert(accepted >= peer.acceptedEpoch && current >= peer.currentEpoch, 'epochs never decrease')
  assert(current <= accepted, 'an epoch is promised before it is adopted')
  return persist(peer, { type: 'epochs', accepted, current })
}

/** Tells the host what this peer is doing now, and why. */
export function announce(peer: Peer, why: string): void {
  const { role, phase } = peer.doing
  const leader = leaderOf(peer)
  const epoch = phase === 'broadcast' ? peer.currentEpoch : peer.acceptedEpoch
  peer.out.push({ type: 'became', role, phase, leader, epoch, why })
}

export function leaderOf(peer: Peer): PeerId | undefined {
  const { doing } = peer
  if (doing.role === 'looking') return undefined
  return doing.role === 'leading' ? peer.id : doing.leader
}

/** Everything up to `upTo` is decided; hands on what was not delivered yet. Never before broadcast. */
export function commitUpTo(peer: Peer, upTo: Zxid): void {
  assert(upTo <= peer.history.last, 'nothing is committed beyond the history')
  assert(upTo >= peer.committed, 'a commit is never taken back')
  peer.committed = upTo
  while (peer.delivered < upTo) {
    const batch = peer.history.read(peer.delivered, upTo, Number.POSITIVE_INFINITY, DELIVERED_BYTES_MAX)
    assert(batch !== undefined, 'what is committed and not delivered is in the history')
    peer.out.push({ type: 'deliver', batch })
    peer.delivered = (batch.first + batch.payloads.length - 1) as Zxid
  }
  peer.history.pack(peer.delivered)
}

/** A restart may have much to deliver at once: it goes out in pieces of this size. */
const DELIVERED_BYTES_MAX = 1024 * 1024

/** The chapter at work ends here: the peer changes its role as soon as it returns. The first wish counts. */
export function turnTo(peer: Peer, change: RoleChange): void {
  peer.change ??= change
}

/** Gives up leading or following. `byLink`: because a link broke. */
export function goLooking(peer: Peer, why: string, byLink = false): void {
  turnTo(peer, { to: 'looking', why, byLink })
}

/** This peer cannot go on; from now on it does nothing. */
export function halt(peer: Peer, why: string): void {
  peer.halted = true
  peer.out.push({ type: 'halt', why })
}
