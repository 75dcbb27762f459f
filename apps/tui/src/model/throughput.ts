/** Writes and reads per second and how long they took, in bars of one second on the clock of the trace, newest last. */
import type { PeerStatus } from '@quoll/trace'
import { compareZxids, parseZxid, type ZxidText } from './zxid-text.ts'

export type Throughput = {
  /** The newest committed zxid seen. */
  readonly mark: ZxidText | undefined
  /** Reads answered since each peer's process began. */
  readonly reads: ReadonlyMap<number, { readonly pid: number; readonly count: number }>
  readonly open: OpenBar | undefined
  /** Whole seconds; the last one ended at `endMs`. */
  readonly bars: readonly Bar[]
  readonly endMs: number
}

/** Per second; latencies in milliseconds, undefined when nothing of the kind was answered. */
export type Bar = {
  readonly writes: number
  readonly reads: number
  readonly write: Latency | undefined
  readonly read: Latency | undefined
}

export type Latency = { readonly p50: number; readonly p99: number }

type OpenBar = Bar & { readonly sinceMs: number; readonly writesTimed: number; readonly readsTimed: number }

export const NO_THROUGHPUT: Throughput = { mark: undefined, reads: new Map(), open: undefined, bars: [], endMs: 0 }

const BAR_MS = 1000
const BARS = 240

/** Takes in what one peer says. */
export function takeStatus(before: Throughput, status: PeerStatus, atMs: number): Throughput {
  const closed = closeBars(before, atMs)
  const committed = parseZxid(status.committed)
  const newer = committed !== undefined && (closed.mark === undefined || compareZxids(committed, closed.mark) > 0)
  const writes = newer && closed.mark !== undefined ? writesBetween(closed.mark, committed) : 0
  const old = closed.reads.get(status.id)
  const reads = old?.pid === status.pid ? Math.max(0, status.requests.reads - old.count) : 0
  const { open } = closed
  if (open === undefined) return closed
  const { recent } = status
  return {
    ...closed,
    mark: newer ? committed : closed.mark,
    reads: new Map(closed.reads).set(status.id, { pid: status.pid, count: status.requests.reads }),
    open: {
      ...open,
      writes: open.writes + writes,
      reads: open.reads + reads,
      write: merged(open.write, open.writesTimed, recent.writes),
      read: merged(open.read, open.readsTimed, recent.reads),
      writesTimed: open.writesTimed + (recent.writes?.count ?? 0),
      readsTimed: open.readsTimed + (recent.reads?.count ?? 0),
    },
  }
}

/** The last whole second before `nowMs`; undefined when nobody told anything about it. */
export function lastBar({ bars, endMs }: Throughput, nowMs: number): Bar | undefined {
  return nowMs - endMs < 2.5 * BAR_MS ? bars.at(-1) : undefined
}

/** The bars up to `nowMs`, newest last, undefined for seconds about which nobody told anything. */
export function barsUntil({ bars, endMs }: Throughput, nowMs: number): readonly (Bar | undefined)[] {
  const silent = bars.length === 0 ? 0 : Math.floor(Math.max(0, nowMs - endMs - BAR_MS) / BAR_MS)
  return [...bars, ...new Array<undefined>(Math.min(silent, BARS)).fill(undefined)].slice(-BARS)
}

function closeBars(before: Throughput, atMs: number): Throughput {
  const { open } = before
  if (open === undefined) return { ...before, open: newBar(atMs) }
  const elapsed = atMs - open.sinceMs
  if (elapsed < BAR_MS) return before
  const scale = BAR_MS / elapsed
  const bar: Bar = { writes: open.writes * scale, reads: open.reads * scale, write: open.write, read: open.read }
  const spread = Math.min(BARS, Math.max(1, Math.round(elapsed / BAR_MS)))
  return {
    ...before,
    bars: [...before.bars, ...new Array<Bar>(spread).fill(bar)].slice(-BARS),
    endMs: atMs,
    open: newBar(atMs),
  }
}

function newBar(sinceMs: number): OpenBar {
  return { sinceMs, writes: 0, reads: 0, write: undefined, read: undefined, writesTimed: 0, readsTimed: 0 }
}

/** Medians are averaged by weight, which is near enough for a glance; of the slow ones the slowest counts. */
function merged(
  known: Latency | undefined,
  weight: number,
  fresh: { readonly count: number; readonly p50: number; readonly p99: number } | undefined,
): Latency | undefined {
  if (fresh === undefined || fresh.count === 0) return known
  if (known === undefined || weight === 0) return { p50: fresh.p50, p99: fresh.p99 }
  return {
    p50: (known.p50 * weight + fresh.p50 * fresh.count) / (weight + fresh.count),
    p99: Math.max(known.p99, fresh.p99),
  }
}

/** What an old epoch committed after `from` cannot be told from the new one's counter, and is left out. */
function writesBetween(from: ZxidText, to: ZxidText): number {
  return to.epoch === from.epoch ? to.counter - from.counter : to.counter
}
