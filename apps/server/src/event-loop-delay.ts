/** How late this process is for its own timers: what a stalled peer looks like from within. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 10
const NS_PER_MS = 1e6
/** What is told is of the last one to two of these: a stall of yesterday is no news. */
const WINDOW_MS = 10_000

export type EventLoopDelay = {
  /** Milliseconds, of late, beyond the resolution of the measure. */
  readonly p99Ms: number
  stop(): void
}

export function measureEventLoopDelay(): EventLoopDelay {
  const histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let before = 0
  const present = (): number => {
    const ns = histogram.count === 0 ? 0 : histogram.percentile(99)
    return Number.isFinite(ns) ? Math.max(0, Math.round(ns / NS_PER_MS - RESOLUTION_MS)) : 0
  }
  const turning = setInterval(() => {
    before = present()
    histogram.reset()
  }, WINDOW_MS).unref()
  return {
    get p99Ms(): number {
      return Math.max(before, present())
    },
    stop: () => {
      clearInterval(turning)
      histogram.disable()
    },
  }
}
