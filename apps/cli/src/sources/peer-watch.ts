/** One peer of a live ensemble, watched by whatever way leads to it. */
import type { TraceRecord } from '@quoll/trace'
import type { Detail } from '@quoll/tui'

export type Tell = (record: TraceRecord) => void

export type PeerWatch = {
  /** Begins, and goes on through every silence; what is told is of this peer alone. */
  start(tell: Tell): void
  stop(): void
  /** The details that somebody looks at. */
  want(details: ReadonlySet<Detail>): void
}

/** Unix milliseconds with a fraction. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}
