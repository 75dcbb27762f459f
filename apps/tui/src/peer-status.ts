/** What the dashboard reads of a peer's `/status`: the part of the server's answer that it shows. Zxids are `epoch:counter`. */

export type PeerStatus = {
  readonly id: number
  readonly pid: number
  /** `looking`, `leading`, `following`, `observing`; a word of a later version is shown as it is. */
  readonly role: string
  /** `election`, `discovery`, `synchronization`, `broadcast`. */
  readonly phase: string
  /** Clients are answered. */
  readonly serving: boolean
  readonly leader: number | undefined
  readonly epoch: number
  readonly round: number
  readonly last: string
  readonly committed: string
  readonly applied: string
  /** Equal on peers that applied the same transactions. */
  readonly digest: string
  readonly clients: number
  /** Filled on the leader only. */
  readonly learners: readonly LearnerStatus[]
  readonly disk: { readonly syncMsP99: number }
  readonly eventLoopMsP99: number
  /** The newest events, oldest first, each a sentence. */
  readonly story: readonly StoryLine[]
}

export type LearnerStatus = {
  readonly peer: number
  readonly observer: boolean
  readonly phase: string
  /** Transactions it is behind the leader's last one. */
  readonly lag: number
}

/** `number` grows by one per line while the peer's process lives; `atMs` is the peer's wall clock, Unix milliseconds. */
export type StoryLine = { readonly number: number; readonly atMs: number; readonly text: string }
