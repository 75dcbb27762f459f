/** How late this process is for its own timers: what a stalled peer looks like from within. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 10
const NS_PER_MS = 1e6

export type EventLoopDelay = {
  /** Milliseconds since the last `forget`, beyond the resolution of the measure. */
  readonly p99Ms: number
  readonly maxMs: number
  forget(): void
  stop(): void
}

export function measureEventLoopDelay(): EventLoopDelay {
  const histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  const ms = (ns: number): number => (Number.isFinite(ns) ? Math.max(0, Math.round(ns / NS_PER_MS - RESOLUTION_MS)) : 0)
  return {
    get p99Ms(): number {
      return histogram.count === 0 ? 0 : ms(histogram.percentile(99))
    },
    get maxMs(): number {
      return histogram.count === 0 ? 0 : ms(histogram.max)
    },
    forget: () => histogram.reset(),
    stop: () => histogram.disable(),
  }
}
