/** The first line of a trace: what is being watched, and how to read the times. */

export const TRACE_VERSION = 1

export type TraceHeader = {
  readonly trace: typeof TRACE_VERSION
  /** `wall`: times are Unix milliseconds; `simulated`: milliseconds since the run began. */
  readonly clock: 'wall' | 'simulated'
  /** When the trace begins, on that clock. */
  readonly atMs: number
  /** `host:port,…`, as a client takes it; empty where no client can connect. */
  readonly connect: string
  readonly peers: readonly TracedPeer[]
  /** What it is in words: `local ensemble`, `seed 42`, … */
  readonly title: string
}

/** Addresses are `host:port`; undefined where there is none. */
export type TracedPeer = {
  readonly id: number
  readonly client?: string | undefined
  readonly http?: string | undefined
}
