/** Where the dashboard gets an ensemble from: live, recorded or simulated, always as records of the one trace format. */
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import type { Control } from './control.ts'

export type EnsembleSource = {
  readonly header: TraceHeader
  readonly kind: SourceKind
  /** Begins to tell. The listener may be called before this returns. */
  start(listener: (record: TraceRecord) => void): void
  /** Ends it for good; nothing is told afterwards. */
  stop(): void
  /** The details that somebody looks at now; others are not worth sending. Called again whenever they change. */
  want?(details: ReadonlySet<Detail>): void
  /** Only on an ensemble of one's own: without it the dashboard watches and breaks nothing. */
  readonly control?: Control
  /** Its znodes, through a client's session; without it there is no view of them. */
  readonly tree?: TreeAccess
  /** Of a simulation: time passes only when asked. */
  readonly engine?: Engine
}

/** `live`: records come by themselves. `recorded`: all of them come at once. `simulated`: they come while `engine` runs. */
export type SourceKind = 'live' | 'recorded' | 'simulated'

/** What is sent only while somebody looks at it. */
export type Detail = 'sessions' | 'watches' | 'transactions'

export type Engine = {
  /** Lets so many simulated milliseconds pass. */
  run(ms: number): void
  /** Lets one thing happen. False: nothing will ever happen again. */
  step(): boolean
}

/** The tree through a client. Every call rejects with an Error whose message a person can read. */
export type TreeAccess = {
  /** Names without the path, in any order. */
  children(path: string, signal: AbortSignal): Promise<readonly string[]>
  read(path: string, signal: AbortSignal): Promise<ZnodeContent>
  /** Calls back when the znode or its children change, until the signal aborts. */
  watch(path: string, changed: () => void, signal: AbortSignal): void
  /** Absent when nothing may be written. */
  readonly write?: TreeWrite
}

export type TreeWrite = {
  /** `mode` as ZooKeeper names it; resolves to the path that came to be. */
  create(path: string, data: Uint8Array, mode: CreateMode): Promise<string>
  /** `version`: what the znode's data version must be. */
  set(path: string, data: Uint8Array, version: number): Promise<void>
  delete(path: string, version: number): Promise<void>
}

export type CreateMode = 'persistent' | 'persistent-sequential' | 'ephemeral' | 'ephemeral-sequential'

export type ZnodeContent = {
  readonly data: Uint8Array
  readonly stat: ZnodeStat
  /** One entry a line, `world:anyone:cdrwa`. */
  readonly acl: readonly string[]
}

/** Zxids and the owner's session as hexadecimal, `0x…`; times are Unix milliseconds. */
export type ZnodeStat = {
  readonly czxid: string
  readonly mzxid: string
  readonly pzxid: string
  readonly ctimeMs: number
  readonly mtimeMs: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  /** `0x0`: it is not ephemeral. */
  readonly ephemeralOwner: string
  readonly dataLength: number
  readonly numChildren: number
}
