/** What the statuses of each peer measured over the last minutes: samples half a second apart, none while a peer was silent. */
import type { PeerStatus, TraceRecord } from '@quoll/trace'

export type Metrics = ReadonlyMap<number, PeerMetrics>

export type PeerMetrics = {
  /** Oldest first, the last `KEPT`. */
  readonly samples: readonly Sample[]
  /** Where the rates of the next sample are counted from. */
  readonly mark: { readonly atMs: number; readonly reads: number; readonly writes: number }
}

/** Undefined: nothing to measure then, or not known of this kind of server. Milliseconds, bytes, or a second. */
export type Sample = { readonly atMs: number } & Readonly<Record<SeriesName, number | undefined>>

export type SeriesName =
  | 'writeP50'
  | 'writeP99'
  | 'readP50'
  | 'readP99'
  | 'writes'
  | 'reads'
  | 'syncP99'
  | 'loopP99'
  | 'memory'
  | 'outstanding'

export const NO_METRICS: Metrics = new Map()

/** Ten minutes. */
const KEPT = 1200
/** A status that follows another one sooner than this is part of the same sample. */
const APART_MS = 450

export function takeMetrics(before: Metrics, record: TraceRecord): Metrics {
  if (record.type !== 'status') return before
  const { peer, atMs, status } = record
  const { reads, writes } = status.requests
  const known = before.get(peer)
  const fresh = sampleOf(status, atMs)
  if (known === undefined) return new Map(before).set(peer, { samples: [fresh], mark: { atMs, reads, writes } })
  const { mark, samples } = known
  const passed = atMs - mark.atMs
  if (passed < APART_MS) {
    const merged = samples.with(-1, worse(samples.at(-1) ?? fresh, fresh))
    return new Map(before).set(peer, { samples: merged, mark })
  }
  const sample = { ...fresh, reads: rate(reads - mark.reads, passed), writes: rate(writes - mark.writes, passed) }
  return new Map(before).set(peer, { samples: [...samples, sample].slice(-KEPT), mark: { atMs, reads, writes } })
}

function sampleOf(status: PeerStatus, atMs: number): Sample {
  const { recent, disk } = status
  // A process without memory is one that tells nothing of itself: of another kind of server, or simulated.
  const tells = status.memoryBytes > 0
  return {
    atMs,
    writeP50: recent.writes?.p50,
    writeP99: recent.writes?.p99,
    readP50: recent.reads?.p50,
    readP99: recent.reads?.p99,
    writes: undefined,
    reads: undefined,
    syncP99: disk.syncs === 0 ? undefined : disk.syncMsP99,
    loopP99: tells ? status.eventLoopMsP99 : undefined,
    memory: tells ? status.memoryBytes : undefined,
    outstanding: status.outstanding,
  }
}

/** Two statuses in one sample: nothing bad gets lost. */
function worse(a: Sample, b: Sample): Sample {
  const higher = (name: SeriesName): number | undefined => {
    const [one, other] = [a[name], b[name]]
    return one === undefined ? other : other === undefined ? one : Math.max(one, other)
  }
  return {
    atMs: a.atMs,
    writeP50: higher('writeP50'),
    writeP99: higher('writeP99'),
    readP50: higher('readP50'),
    readP99: higher('readP99'),
    writes: a.writes,
    reads: a.reads,
    syncP99: higher('syncP99'),
    loopP99: higher('loopP99'),
    memory: higher('memory'),
    outstanding: higher('outstanding'),
  }
}

/** Counters begin again with a process. */
function rate(more: number, ms: number): number | undefined {
  return more < 0 ? undefined : (more * 1000) / ms
}
