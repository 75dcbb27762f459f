import type { Effect, EnsembleConfig, PeerEvent, PeerId, Timing, Zxid } from '@quoll/core'
import type { Applied, Txn } from '@quoll/state-machine'
import type { Authentication } from './ports/authentication.ts'
import type { Clock } from './ports/clock.ts'
import type { Storage } from './ports/storage.ts'
import type { Transport } from './ports/transport.ts'

export type PeerOptions = {
  readonly id: PeerId
  readonly ensemble: EnsembleConfig
  /** Length of one tick of the core, milliseconds. */
  readonly tickMs: number
  readonly timing: Timing
  readonly transport: Transport
  readonly storage: Storage
  readonly clock: Clock
  readonly authentication: Authentication
  readonly sessions: SessionOptions
  readonly limits: PeerLimits
  /** TTL znodes are allowed (ZooKeeper: extendedTypesEnabled). */
  readonly extendedTypes: boolean
  /** Hard quotas refuse what exceeds them (ZooKeeper: enforceQuota). */
  readonly enforceQuota?: boolean
  /** How often the leader looks for containers and TTL znodes to remove, milliseconds (ZooKeeper: znode.container.checkIntervalMs). */
  readonly reapingIntervalMs: number
  readonly observer?: PeerObserver
  /** The peer stopped for good. The process should end; `cause` is for its exit code, `why` for people. */
  readonly onHalt: (why: string, cause: HaltCause) => void
}

/**
 * Why a peer stops for good. `disk`: a write, sync, rename or removal failed. `history`: the protocol forbids to go on from
 * what this peer has. `bug`: it met what it believed impossible.
 */
export type HaltCause = 'disk' | 'history' | 'bug'

/** Milliseconds. Bounds are applied to what a client asks for; `tickMs` is the width of an expiry bucket. */
export type SessionOptions = { readonly tickMs: number; readonly minTimeoutMs: number; readonly maxTimeoutMs: number }

export type PeerLimits = {
  /** Requests of one connection waiting for an answer; above it the connection is not read. */
  readonly outstandingPerConnection: number
  /** Transactions proposed and not yet committed; above it the leader answers no further writes until some are. */
  readonly outstandingProposals: number
  /** How long clients are kept waiting for a leader before they are sent away, milliseconds. */
  readonly electionGraceMs: number
  /** A snapshot is due after this many transactions, or after this many bytes of them; a peer's first one maybe earlier. */
  readonly snapshotTxns: number
  readonly snapshotBytes: number
  /** One that is larger than this, in bytes, waits for as many bytes of transactions as it has. */
  readonly snapshotBytesCheap: number
  /** Applied transactions kept in memory, so that a peer that was away briefly needs no snapshot. */
  readonly historyTxns: number
  readonly historyBytes: number
}

export const DEFAULT_LIMITS: PeerLimits = {
  outstandingPerConnection: 2_000,
  outstandingProposals: 20_000,
  electionGraceMs: 2_000,
  snapshotTxns: 100_000,
  snapshotBytes: 256 * 1024 * 1024,
  snapshotBytesCheap: 16 * 1024 * 1024,
  historyTxns: 50_000,
  historyBytes: 16 * 1024 * 1024,
}

/** Hears everything that decides anything, in order. The simulator's checkers and the dashboard's story live on it. */
export type PeerObserver = {
  event?(event: PeerEvent): void
  effect?(effect: Effect): void
  applied?(zxid: Zxid, txn: Txn, applied: Applied): void
  /** `applied` is to carry the results of transactions that others were asked for too; they are not made otherwise. */
  readonly wantsResults?: boolean
}
