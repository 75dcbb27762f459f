import type { PeerView, Zxid } from '@quoll/core'
import type { SessionId } from '@quoll/state-machine'
import type { StorageStats } from './ports/storage.ts'

/** A read-only picture of one running peer, for status pages, four-letter words, metrics and the dashboard. */
export type NodeView = {
  readonly zab: PeerView
  /** Clients are answered: the peer leads, follows or observes, and is in broadcast. */
  readonly serving: boolean
  /** Set once the peer stopped for good. */
  readonly halted: string | undefined
  /** Zxid of the last transaction applied to the tree. */
  readonly applied: Zxid
  readonly znodes: number
  readonly ephemerals: number
  readonly sessions: number
  readonly watches: number
  readonly approximateDataBytes: number
  /** Equal on peers whose trees and sessions are equal. */
  readonly digest: string
  readonly connections: readonly ConnectionView[]
  /** Requests that wait for an answer. */
  readonly outstanding: number
  readonly latency: LatencyView
  readonly storage: StorageStats
  readonly snapshots: { readonly taken: number; readonly sent: number; readonly installed: number }
}

export type ConnectionView = {
  readonly name: string
  readonly session: SessionId | undefined
  readonly timeoutMs: number
  readonly outstanding: number
  readonly received: number
  readonly sent: number
}

/** Milliseconds from a request's arrival to its reply, since start. */
export type LatencyView = {
  readonly count: number
  readonly min: number
  readonly average: number
  readonly max: number
}
