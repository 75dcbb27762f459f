/** How one peer is: numbers and words a person or a dashboard understands, stable within a version. `/status` is this. */

/** Grows by new fields within a version; a field changes its meaning only with the version. */
export const STATUS_VERSION = 1

export type PeerStatus = {
  readonly version: number
  readonly software: string
  readonly id: number
  readonly pid: number
  readonly uptimeMs: number
  /** `looking`, `leading`, `following`, `observing`; a word of a later version is shown as it is. */
  readonly role: string
  /** `election`, `discovery`, `synchronization`, `broadcast`. */
  readonly phase: string
  /** Clients are answered. */
  readonly serving: boolean
  readonly leader: number | undefined
  readonly epoch: number
  readonly acceptedEpoch: number
  readonly round: number
  /** Zxids as `epoch:counter`; `appliedZxid` is hexadecimal, the way ZooKeeper prints it. */
  readonly last: string
  readonly durable: string
  readonly committed: string
  readonly applied: string
  readonly appliedZxid: string
  /** The peers it has a link to. */
  readonly links: readonly number[]
  /** Filled on the leader only. */
  readonly learners: readonly LearnerStatus[]
  /** Equal on peers that applied the same transactions. */
  readonly digest: string
  readonly znodes: number
  readonly dataBytes: number
  readonly ephemerals: number
  readonly sessions: number
  readonly watches: number
  readonly clients: number
  /** Requests that wait for an answer. */
  readonly outstanding: number
  /** Since start. */
  readonly requests: RequestCounts
  readonly latencyMs: { readonly min: number; readonly average: number; readonly max: number; readonly count: number }
  /** Of the requests since the last status, by kind; undefined when there were none. */
  readonly recent: { readonly reads: RecentLatency | undefined; readonly writes: RecentLatency | undefined }
  readonly disk: {
    readonly syncs: number
    readonly syncMsP99: number
    readonly logBytes: number
    readonly snapshotBytes: number
    readonly snapshotZxid: string
  }
  readonly snapshots: { readonly taken: number; readonly sent: number; readonly installed: number }
  readonly queuedBytes: readonly { readonly peer: number; readonly bytes: number }[]
  readonly memoryBytes: number
  readonly eventLoopMsP99: number
  /** The newest events, oldest first, each a sentence. Left out in a feed, where they are records of their own. */
  readonly story: readonly StoryLine[]
}

export type RequestCounts = { readonly reads: number; readonly writes: number }
export type RecentLatency = { readonly count: number; readonly p50: number; readonly p99: number }

export type LearnerStatus = {
  readonly peer: number
  readonly observer: boolean
  readonly phase: string
  readonly acked: string
  /** Transactions it is behind the leader's last one. */
  readonly lag: number
  /** Of the newest heartbeat that came back. */
  readonly roundTripMs: number | undefined
}

/** `number` grows by one per line, without gaps, while the peer's process lives; `atMs` is its wall clock, Unix milliseconds. */
export type StoryLine = { readonly number: number; readonly atMs: number; readonly text: string }
