import type { PeerId, PeerView, Zxid } from '@quoll/core'
import type { SessionId, WatchKind } from '@quoll/state-machine'
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
  /** Connections of clients. */
  readonly clients: number
  /** Listed when it is asked for. */
  readonly connections: readonly ConnectionView[]
  /** Requests that wait for an answer. */
  readonly outstanding: number
  readonly latency: LatencyView
  /** Of requests that are no heartbeats, since start. */
  readonly reads: RequestTimes
  readonly writes: RequestTimes
  /** Of heartbeats, on the leader, milliseconds; undefined before the first. */
  readonly roundTrips: readonly { readonly peer: PeerId; readonly ms: number | undefined }[]
  /** What waits for the other peers, bytes. */
  readonly queued: readonly { readonly peer: PeerId; readonly bytes: number }[]
  readonly storage: StorageStats
  readonly snapshots: { readonly taken: number; readonly sent: number; readonly installed: number }
}

/** Znodes that have arrived, of how many. */
export type SnapshotProgress = { readonly from: PeerId; readonly znodes: number; readonly of: number }

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

/** Requests by how long they took; the buckets are those of `latencyOfBucket`, counted from the start and still counted. */
export type RequestTimes = { readonly count: number; readonly buckets: Readonly<Float64Array> }

/** Sessions as one peer knows them, the oldest first. Its own clients and, on the leader, how long each has left. */
export type SessionView = {
  readonly id: SessionId
  readonly timeoutMs: number
  readonly ephemerals: number
  /** On the leader: the peer it is attached to, as far as it knows, and milliseconds until it ends if nothing is heard. */
  readonly owner: PeerId | undefined
  readonly leftMs: number | undefined
  /** When its client is connected here. */
  readonly client: SessionClientView | undefined
}

export type SessionClientView = {
  /** Address and port. */
  readonly name: string
  readonly watches: number
  readonly outstanding: number
  /** Type of its newest request that was no heartbeat, empty before the first, and milliseconds since. */
  readonly lastOperation: string
  readonly lastMs: number
}

/** One path that is watched in one way. */
export type WatchView = {
  readonly path: string
  readonly kind: WatchKind
  /** How many watch it, and the sessions of the first few. */
  readonly watchers: number
  readonly some: readonly SessionId[]
}
