/**
 * What the simulator sees of a run, and who looks at it. Facts come from the peers' observers (every event, effect and
 * applied transaction), from the world (lives, disks) and from the clients (what they asked and were told).
 */
import type { Effect, PeerId, ZabMessage, Zxid } from '@quoll/core'
import type { Recovered } from '@quoll/peer'
import type { Applied, Txn } from '@quoll/state-machine'
import type { Operation } from '../clients/operation.ts'
import type { Sight } from '../clients/sight.ts'
import type { TreeHistory } from '../model/tree-history.ts'
import type { Ledger } from './ledger.ts'

export type Became = Extract<Effect, { type: 'became' }>

/** A property of runs: it looks at facts as they happen and reports the first that breaks it. */
export type Checker = {
  /** The property's own name, as in the paper where it has one. */
  readonly name: string
  /** A life of `peer` begins with this on its disk; the ledger still shows what was durable before. */
  started?(peer: PeerId, recovered: Recovered): void
  ended?(peer: PeerId): void
  /** The disk of `peer` was replaced by an empty one. */
  wiped?(peer: PeerId): void
  became?(peer: PeerId, became: Became): void
  sent?(peer: PeerId, to: PeerId, message: ZabMessage): void
  /** Before the ledger takes it in, like the other writes. */
  appended?(peer: PeerId, zxid: Zxid, hash: number, prev: Zxid): void
  truncated?(peer: PeerId, to: Zxid): void
  epochsWritten?(peer: PeerId, accepted: number, current: number): void
  snapshotInstalled?(peer: PeerId, zxid: Zxid): void
  /** The durable state of `peer` in the ledger changed. */
  persisted?(peer: PeerId): void
  /** Before the ledger takes it in: `deliveredCount` of the peer is its position. */
  delivered?(peer: PeerId, zxid: Zxid, hash: number): void
  /** The committed sequence grew by this one, which `peer` delivered first. */
  committed?(peer: PeerId, zxid: Zxid): void
  /** The state of `peer` was replaced by that of a snapshot. */
  restored?(peer: PeerId, zxid: Zxid): void
  compacted?(peer: PeerId, base: Zxid): void
  applied?(peer: PeerId, zxid: Zxid, txn: Txn, applied: Applied): void
  invoked?(operation: Operation): void
  /** Answered, or its outcome will never be known. */
  completed?(operation: Operation): void
  saw?(sight: Sight): void
  /** Faults are over, everybody had time: what must be true now. */
  finished?(): void
}

export type Report = (sentence: string) => void

/** Makes a checker that reads the ledger and says what it found through `report`. */
export type MakeChecker = (ledger: Ledger, report: Report, world: CheckedWorld) => Checker

/** What else a checker may look at. */
export type CheckedWorld = {
  readonly model: TreeHistory
  /** Microseconds since the run began. */
  now(): number
  /** How far sessions may be off: what a peer that is cut off may keep from the leader, microseconds. */
  readonly sessionSlack: number
}

export type Violation = { readonly checker: string; readonly sentence: string; readonly atMs: number }
