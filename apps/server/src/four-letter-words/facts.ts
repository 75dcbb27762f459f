/** What four-letter words tell of a peer, as a plain object: whoever composes the peer fills it in when somebody asks. */
import type { Zxid } from '@quoll/core'

export type ServerFacts = {
  /** Our own version: `0.1.0`. */
  readonly version: string
  /** When that version was built. */
  readonly builtOn: Date
  /** False: everything that describes the ensemble answers that nothing is served now. */
  readonly serving: boolean
  readonly mode: ServerMode
  /** Phase of the protocol, when there is an ensemble to speak of. */
  readonly phase: string | undefined
  /** Milliseconds from a request to its reply. */
  readonly latencyMs: { readonly min: number; readonly average: number; readonly max: number }
  /** Frames from and to clients. */
  readonly received: number
  readonly sent: number
  readonly outstanding: number
  readonly zxid: Zxid
  readonly znodes: number
  readonly ephemerals: number
  readonly watches: number
  readonly sessions: number
  readonly approximateDataBytes: number
  readonly uptimeMs: number
  /** Everything that is open on the client port, the asking connection included. */
  readonly connections: readonly ConnectionFacts[]
  readonly snapshotBytes: number
  readonly logBytes: number
  /** A leader's: bytes of the last, smallest and largest proposal; undefined elsewhere and before the first. */
  readonly proposalBytes?: { readonly last: number; readonly min: number; readonly max: number }
  readonly leading?: LeadingFacts
  /** Voters, when there is an ensemble. */
  readonly quorumSize?: number
  /** Further lines of `mntr`, by the name they have there without `zk_`. */
  readonly metrics?: Readonly<Record<string, number | string>>
  /** Lines of `conf`, in order: ZooKeeper's name and the value. */
  readonly configuration: readonly (readonly [name: string, value: string | number])[]
  /** Lines of `conf` about the ensemble: `server.1=host:port:port:participant;host:port`, and the last `version=…`. */
  readonly membership?: readonly string[]
  /** Wall clock, milliseconds since 1970. */
  readonly nowMs: number
  /** What takes time to gather, gathered when a word asks for it. */
  readonly details: DetailFacts
  /** Lines of `envi`. */
  readonly environment: readonly (readonly [name: string, value: string])[]
}

export type DetailFacts = {
  sessions(): readonly SessionFacts[]
  /** A path and one session that watches it, all but watches for children only. */
  watches(): Iterable<WatchFacts>
}

export type SessionFacts = {
  readonly id: bigint
  readonly timeoutMs: number
  /** Until it ends if nothing is heard; known to the leader. */
  readonly leftMs: number | undefined
  readonly ephemerals: readonly string[]
}

export type WatchFacts = { readonly path: string; readonly session: bigint }

export type ServerMode = 'standalone' | 'leader' | 'follower' | 'observer' | 'read-only'

export type ConnectionFacts = {
  /** Address and port. */
  readonly name: string
  /** Requests that wait for an answer. */
  readonly outstanding: number
  readonly received: number
  readonly sent: number
  /** Milliseconds since 1970. */
  readonly establishedMs: number
  readonly session?: { readonly id: bigint; readonly timeoutMs: number }
}

export type LeadingFacts = {
  readonly learners: number
  readonly syncedFollowers: number
  readonly syncedObservers: number
  readonly pendingSyncs: number
}
