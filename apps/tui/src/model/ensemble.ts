/**
 * An ensemble as its records tell it: a fold of parts, each in a file of its own with an initial value and a pure
 * `(part, record, …) → part`. Every part is bounded. Immutable, so a moment of the past is kept by keeping the value.
 */
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import { newPeers, type PeerModel, takePeers } from './peers.ts'

export type Ensemble = {
  readonly header: TraceHeader
  /** The newest time told so far: clocks of peers differ by a little, this never goes back. */
  readonly atMs: number
  /** Records taken in. */
  readonly records: number
  readonly peers: readonly PeerModel[]
}

export function newEnsemble(header: TraceHeader): Ensemble {
  return { header, atMs: header.atMs, records: 0, peers: newPeers(header) }
}

export function take(before: Ensemble, record: TraceRecord): Ensemble {
  return {
    ...before,
    atMs: Math.max(before.atMs, record.atMs),
    records: before.records + 1,
    peers: takePeers(before.peers, record),
  }
}
