/** How the ensemble is: who leads, are writes possible, how much more may fail. And the same in words. */
import type { PeerStatus } from '@quoll/trace'
import { list, plural } from '../words.ts'
import type { Mood } from './mood.ts'
import { answers, isLost, type PeerModel, type PeerStanding } from './peers.ts'

export type Verdict = {
  readonly voters: number
  readonly observers: number
  /** Voters that make a quorum. */
  readonly majority: number
  /** Voters that answer. */
  readonly up: number
  /** Voters that hold every committed write: the leader and those it has brought level. */
  readonly inService: number
  readonly leader: Leader | undefined
  /** A leader with a quorum behind it answers clients. */
  readonly writes: boolean
  /** Peers whose data differs from another's at the same zxid: never, unless there is a bug. */
  readonly diverged: readonly number[]
  readonly everAnswered: boolean
  /** A peer serves as somebody's follower, and who leads it is not seen from here. */
  readonly ledFromElsewhere: boolean
}

export type Leader = PeerModel & { readonly standing: PeerStanding }

export function judge(peers: readonly PeerModel[]): Verdict {
  const leader = leaderAmong(peers)
  const observers = observersAmong(peers, leader?.status)
  const voters = peers.length - observers.size
  const majority = Math.floor(voters / 2) + 1
  const inService = leader === undefined ? 0 : 1 + levelWith(leader, peers, observers)
  // What a leader that has just begun says of its learners is of an earlier reign: it could not lead without a quorum.
  const quorum = inService >= majority || leader?.standing.confirmed === false
  return {
    voters,
    observers: observers.size,
    majority,
    up: peers.filter((peer) => answers(peer) && !observers.has(peer.id)).length,
    inService,
    leader,
    writes: leader?.standing.serving === true && quorum,
    diverged: divergedAmong(peers),
    everAnswered: peers.some(({ standing }) => standing !== undefined),
    ledFromElsewhere: leader === undefined && peers.some((peer) => answers(peer) && isLed(peer.standing)),
  }
}

export function verdictInWords(verdict: Verdict): { readonly text: string; readonly mood: Mood } {
  const { voters, up, majority, inService, leader } = verdict
  const of = `${up} of ${voters} up`
  if (verdict.diverged.length > 0)
    return { text: `BUG: peers ${list(verdict.diverged)} hold different data at one zxid`, mood: 'bad' }
  if (!verdict.everAnswered) return { text: 'waiting for a first answer', mood: 'warn' }
  if (verdict.writes && up < majority)
    return { text: `${up} of ${voters} answer here, ${leader?.id} leads a quorum`, mood: 'warn' }
  if (verdict.writes) {
    const catchingUp = up > inService ? `, ${up - inService} catching up` : ''
    return { text: `${of}${catchingUp}, ${survives(verdict)}`, mood: inService < voters ? 'warn' : 'good' }
  }
  if (up === 0) return { text: 'no peer answers', mood: 'bad' }
  if (up < majority && verdict.ledFromElsewhere)
    return { text: `${up} of ${voters} seen from here, led by a peer that is not`, mood: 'warn' }
  if (up < majority) return { text: `no quorum: ${of}, writes wait`, mood: 'bad' }
  if (leader !== undefined) return { text: `${of}, ${leader.id} takes over, writes wait`, mood: 'bad' }
  return { text: `${of}, electing a leader, writes wait`, mood: 'bad' }
}

function survives({ inService, majority, voters }: Verdict): string {
  const spare = inService - majority
  if (spare > 0) return `survives ${plural(spare, 'failure')}`
  return inService < voters ? 'survives no further failure' : 'survives no failure'
}

function isLed({ role, serving }: PeerStanding): boolean {
  return serving && (role === 'following' || role === 'observing')
}

/** Of two that say they lead, the one of the newer epoch: the other has not heard yet. */
function leaderAmong(peers: readonly PeerModel[]): Leader | undefined {
  let found: Leader | undefined
  for (const peer of peers)
    if (answers(peer) && peer.standing.role === 'leading')
      if (found === undefined || peer.standing.epoch > found.standing.epoch) found = peer
  return found
}

/** By the leader's word or by its own, whichever came first; of a process that ended we know better than both. */
function levelWith(leader: Leader, peers: readonly PeerModel[], observers: ReadonlySet<number>): number {
  const told = leader.standing.confirmed ? (leader.status?.learners ?? []) : []
  return peers.filter((peer) => {
    if (peer.id === leader.id || peer.running === false || observers.has(peer.id)) return false
    if (told.some((one) => one.peer === peer.id && one.phase === 'broadcast')) return true
    if (!answers(peer)) return false
    const { role, phase, leader: followed, epoch } = peer.standing
    return role === 'following' && phase === 'broadcast' && followed === leader.id && epoch === leader.standing.epoch
  }).length
}

/** A lost observer is known by its last word. */
function observersAmong(peers: readonly PeerModel[], leader: PeerStatus | undefined): ReadonlySet<number> {
  const found = new Set<number>()
  for (const { id, standing } of peers) if (standing?.role === 'observing') found.add(id)
  for (const { peer, observer } of leader?.learners ?? []) if (observer) found.add(peer)
  return found
}

function divergedAmong(peers: readonly PeerModel[]): readonly number[] {
  const present = peers.filter((peer) => !isLost(peer) && peer.status !== undefined && peer.status.digest !== '')
  const differs = (a: PeerModel, b: PeerModel): boolean =>
    a.status?.applied === b.status?.applied && a.status?.digest !== b.status?.digest
  return present.filter((a) => present.some((b) => differs(a, b))).map(({ id }) => id)
}
