/** Series put into charts, cut into slots of time, several peers taken together: everything about a plot but its drawing. */
import { compact, latency } from '../words.ts'
import type { Metrics, PeerMetrics, Sample, SeriesName } from './metrics.ts'

export type Chart = {
  readonly title: string
  /** Drawn in this order, the last above the others. */
  readonly lines: readonly { readonly name: SeriesName; readonly label: string }[]
  readonly unit: 'ms' | 'per-second' | 'bytes' | 'requests'
  /** Of several peers: their sum, or the worst of them. */
  readonly together: 'sum' | 'worst'
  readonly help: string
}

export const CHARTS: readonly Chart[] = [
  {
    title: 'writes, time to answer',
    lines: [
      { name: 'writeP50', label: 'p50' },
      { name: 'writeP99', label: 'p99' },
    ],
    unit: 'ms',
    together: 'worst',
    help: 'half of the writes are faster than p50, 99 of 100 faster than p99',
  },
  {
    title: 'reads, time to answer',
    lines: [
      { name: 'readP50', label: 'p50' },
      { name: 'readP99', label: 'p99' },
    ],
    unit: 'ms',
    together: 'worst',
    help: 'half of the reads are faster than p50, 99 of 100 faster than p99',
  },
  {
    title: 'writes answered',
    lines: [{ name: 'writes', label: '' }],
    unit: 'per-second',
    together: 'sum',
    help: 'by the peer that the client is connected to',
  },
  {
    title: 'reads answered',
    lines: [{ name: 'reads', label: '' }],
    unit: 'per-second',
    together: 'sum',
    help: 'by the peer that the client is connected to',
  },
  {
    title: 'fsync p99',
    lines: [{ name: 'syncP99', label: '' }],
    unit: 'ms',
    together: 'worst',
    help: '99 of 100 times the disk is faster; no write is answered before a quorum of disks has it',
  },
  {
    title: 'event loop p99',
    lines: [{ name: 'loopP99', label: '' }],
    unit: 'ms',
    together: 'worst',
    help: 'how late a timer comes: a peer that is busy with one thing keeps all others waiting',
  },
  {
    title: 'memory',
    lines: [{ name: 'memory', label: '' }],
    unit: 'bytes',
    together: 'worst',
    help: 'of the process',
  },
  {
    title: 'requests waiting',
    lines: [{ name: 'outstanding', label: '' }],
    unit: 'requests',
    together: 'sum',
    help: 'asked and not answered yet',
  },
]

/** A stretch of time, cut into `slots`. */
export type Window = { readonly untilMs: number; readonly lengthMs: number; readonly slots: number }

/** One value per slot, oldest first; undefined where nobody told of one. */
export function slotted(
  metrics: Metrics,
  peers: readonly number[],
  { name }: Chart['lines'][number],
  { together }: Pick<Chart, 'together'>,
  window: Window,
): readonly (number | undefined)[] {
  const each = peers.flatMap((peer) => {
    const known = metrics.get(peer)
    return known === undefined ? [] : [slotsOf(known, name, window)]
  })
  return Array.from({ length: window.slots }, (_, slot) => {
    const values = each.map((one) => one[slot]).filter((value) => value !== undefined)
    if (values.length === 0) return undefined
    return together === 'sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values)
  })
}

/** How long a value stands for the time after it: longer, and the peer was silent. */
const STANDS_MS = 1500

function slotsOf({ samples }: PeerMetrics, name: SeriesName, window: Window): readonly (number | undefined)[] {
  const { untilMs, lengthMs, slots } = window
  const slotMs = lengthMs / slots
  const values: (number | undefined)[] = Array.from({ length: slots }, () => undefined)
  const slotAt = (atMs: number): number => Math.floor((atMs - (untilMs - lengthMs)) / slotMs)
  samples.forEach((sample, i) => {
    const value = sample[name]
    if (value === undefined || sample.atMs > untilMs) return
    const first = slotAt(sample.atMs)
    const last = slotAt(Math.min(untilMs, nextAfter(samples, i), sample.atMs + STANDS_MS) - 1)
    for (let slot = Math.max(0, first); slot <= Math.min(slots - 1, Math.max(first, last)); slot++) {
      const old = slot === first ? values[slot] : undefined
      values[slot] = old === undefined ? value : Math.max(old, value)
    }
  })
  return values
}

function nextAfter(samples: readonly Sample[], i: number): number {
  return samples[i + 1]?.atMs ?? Number.POSITIVE_INFINITY
}

/** The newest value that still stands; undefined: there is none. */
export function valueNow(values: readonly (number | undefined)[]): number | undefined {
  return values.at(-1)
}

/** The end of the axis: a round number that everything fits below. */
export function roundTop(values: readonly (number | undefined)[]): number {
  const most = values.reduce<number>((high, value) => Math.max(high, value ?? 0), 0)
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power
}

export function inUnit(value: number | undefined, unit: Chart['unit']): string {
  if (value === undefined) return '-'
  switch (unit) {
    case 'ms':
      // Reads come out of memory.
      return value > 0 && value < 0.095 ? `${value.toFixed(2)} ms` : latency(value)
    case 'per-second':
      return `${compact(Math.round(value))}/s`
    case 'bytes':
      return byteSize(value)
    case 'requests':
      return compact(Math.round(value))
  }
}

/** `812 B`, `12.3 kB`, `4.1 MB`. */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}
