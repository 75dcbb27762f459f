/** What the view of metrics remembers. */

export type MetricsState = {
  /** Index of a chart. */
  readonly chosen: number
  /** Undefined: all peers together. */
  readonly peer: number | undefined
  /** The chosen chart alone, once for each peer. */
  readonly alone: boolean
  /** Index into `WINDOWS_MS`. */
  readonly window: number
}

export const WINDOWS_MS: readonly number[] = [15_000, 30_000, 60_000, 120_000, 300_000, 600_000]

export function newMetricsState(): MetricsState {
  return { chosen: 0, peer: undefined, alone: false, window: 2 }
}
