/** How the ensemble is: who leads, are writes possible, how much more may fail. And the same in words. */
import type { PeerStatus } from '../peer-status.ts'
import { list, plural } from '../words.ts'
import { answers, isLost, type Mood, type PeerModel } from './model.ts'

export type Verdict = {
  readonly voters: number
  readonly observers: number
  /** Voters that make a quorum. */
  readonly majority: number
  /** Voters that answer. */
  readonly up: number
  /** Voters that hold every committed write: the leader and those it has brought level. */
  readonly inService: number
  readonly leader: (PeerModel & { readonly status: PeerStatus }) | undefined
  /** A leader with a quorum behind it answers clients. */
  readonly writes: boolean
  /** Peers whose data differs from another's at the same zxid: never, unless there is a bug. */
  readonly diverged: readonly number[]
  readonly everAnswered: boolean
}

export function judge(peers: readonly PeerModel[]): Verdict {
  const leader = leaderAmong(peers)
  const observers = observersAmong(peers, leader?.status)
  const voters = peers.length - observers.size
  const majority = Math.floor(voters / 2) + 1
  const gone = new Set(peers.filter(isLost).map(({ id }) => id))
  const level =
    leader?.status.learners.filter((one) => !one.observer && one.phase === 'broadcast' && !isKilled(peers, one.peer)) ??
    []
  const inService = leader === undefined ? 0 : 1 + level.length
  return {
    voters,
    observers: observers.size,
    majority,
    up: peers.filter((peer) => answers(peer) && !observers.has(peer.id) && !gone.has(peer.id)).length,
    inService,
    leader,
    writes: leader?.status.serving === true && inService >= majority,
    diverged: divergedAmong(peers),
    everAnswered: peers.some(({ status }) => status !== undefined),
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
  if (up < majority) return { text: `no quorum: ${of}, writes wait`, mood: 'bad' }
  if (leader !== undefined) return { text: `${of}, ${leader.id} takes over, writes wait`, mood: 'bad' }
  return { text: `${of}, electing a leader, writes wait`, mood: 'bad' }
}

function survives({ inService, majority, voters }: Verdict): string {
  const spare = inService - majority
  if (spare > 0) return `survives ${plural(spare, 'failure')}`
  return inService < voters ? 'survives no further failure' : 'survives no failure'
}

/** Of two that say they lead, the one of the newer epoch: the other has not heard yet. */
function leaderAmong(peers: readonly PeerModel[]): Verdict['leader'] {
  return peers
    .filter(answers)
    .filter(({ status }) => status.role === 'leading')
    .sort((a, b) => b.status.epoch - a.status.epoch)[0]
}

/** A lost observer is known by its last word. */
function observersAmong(peers: readonly PeerModel[], leader: PeerStatus | undefined): ReadonlySet<number> {
  const told = leader?.learners.filter(({ observer }) => observer).map(({ peer }) => peer) ?? []
  return new Set([...peers.filter(({ status }) => status?.role === 'observing').map(({ id }) => id), ...told])
}

/** The leader may list it a moment longer. */
function isKilled(peers: readonly PeerModel[], id: number): boolean {
  return peers.some((peer) => peer.id === id && peer.running === false)
}

function divergedAmong(peers: readonly PeerModel[]): readonly number[] {
  const present = peers.filter(answers)
  const differs = (a: PeerStatus, b: PeerStatus): boolean => a.applied === b.applied && a.digest !== b.digest
  return present.filter((a) => present.some((b) => differs(a.status, b.status))).map(({ id }) => id)
}
