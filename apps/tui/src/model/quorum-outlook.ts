/**
 * Who can form a quorum in a broken ensemble, computed from who lives and who hears whom. No clock and no network: what
 * will be when everybody has noticed.
 *
 * A leader stays one while it and a majority hear each other both ways. Where none stays, those who all hear each other and
 * nobody else elect one if they are a majority. Between the two lie networks in which some hear others that their
 * neighbours do not: votes then travel for candidates that cannot be followed, and the outcome is open.
 */
import type { Fault } from '../control.ts'
import { reaches } from '../faults.ts'

export type Situation = { readonly peers: readonly SituationPeer[]; readonly faults: readonly Fault[] }

export type SituationPeer = {
  readonly id: number
  readonly observer: boolean
  /** Its process lives, paused or not. */
  readonly running: boolean
  /** `leading`, `following`, …; undefined when it does not say. */
  readonly role: string | undefined
  readonly clients: number
}

export type Outlook = {
  /** How many vote, and how many of them are a quorum. */
  readonly voters: number
  readonly majority: number
  /** Voters that run and are not paused. */
  readonly alive: readonly number[]
  /** The voters of the side that surely has a quorum; empty when there is none. */
  readonly serving: readonly number[]
  /** An election can succeed, and can fail: it depends on who votes for whom. */
  readonly open: boolean
  /** The leader there is now, when it stays one. */
  readonly leader: number | undefined
}

export function outlookOf({ peers, faults }: Situation): Outlook {
  const voting = peers.filter(({ observer }) => !observer)
  const majority = Math.floor(voting.length / 2) + 1
  const alive = voting.filter((peer) => isAlive(peer, faults)).map(({ id }) => id)
  const around = new Map(alive.map((id) => [id, alive.filter((other) => hearEachOther(faults, id, other))]))
  const sideOf = (id: number): readonly number[] => around.get(id) ?? []
  const isQuorum = (id: number): boolean => sideOf(id).length >= majority
  const isClosed = (id: number): boolean =>
    sideOf(id).every(
      (other) => sideOf(other).length === sideOf(id).length && sideOf(id).every((one) => sideOf(other).includes(one)),
    )

  const leader = voting.find(({ id, role }) => role === 'leading' && isQuorum(id))?.id
  const able = alive.filter(isQuorum)
  const certain = leader ?? able.find(isClosed)
  return {
    voters: voting.length,
    majority,
    alive,
    serving: certain === undefined ? [] : sideOf(certain),
    open: certain === undefined && able.length > 0,
    leader,
  }
}

/** It runs and is not paused. */
export function isAlive({ id, running }: SituationPeer, faults: readonly Fault[]): boolean {
  return running && !faults.some((fault) => fault.type === 'paused' && fault.peer === id)
}

/** How much longer a write takes for slow disks and slow links: a majority must have it, the quickest one does. Milliseconds. */
export function writeDelayMs({ serving, leader, majority }: Outlook, faults: readonly Fault[]): number {
  const at = leader ?? serving.at(-1)
  if (at === undefined) return 0
  const delays = serving.map((id) => diskDelayMs(faults, id) + 2 * linkDelayMs(faults, at, id)).sort((a, b) => a - b)
  return delays[majority - 1] ?? 0
}

function hearEachOther(faults: readonly Fault[], a: number, b: number): boolean {
  return reaches(faults, a, b) && reaches(faults, b, a)
}

function diskDelayMs(faults: readonly Fault[], peer: number): number {
  return faults.reduce((ms, fault) => (fault.type === 'slow-disk' && fault.peer === peer ? fault.ms : ms), 0)
}

function linkDelayMs(faults: readonly Fault[], a: number, b: number): number {
  const isIt = (fault: Fault): boolean =>
    fault.type === 'slow-link' && fault.a === Math.min(a, b) && fault.b === Math.max(a, b)
  return faults.reduce((ms, fault) => (isIt(fault) && fault.type === 'slow-link' ? fault.ms : ms), 0)
}
