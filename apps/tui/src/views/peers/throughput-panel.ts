/** Writes and reads: how many a second, how long they take, and both over the last minutes as a chart. */
import type { Dashboard } from '../../model/dashboard.ts'
import { type Bar, barsUntil, type Latency, lastBar } from '../../model/throughput.ts'
import { type Line, span } from '../../view/line.ts'
import { sparkline } from '../../view/sparkline.ts'
import { age, count, latency } from '../../words.ts'

const LABEL = 10
const NUMBER = 9
const TIMES = 13
const MARGIN = 1

type Kind = {
  readonly title: string
  readonly count: (bar: Bar) => number
  readonly latency: (bar: Bar) => Latency | undefined
}

const KINDS: readonly Kind[] = [
  { title: 'writes/s', count: ({ writes }) => writes, latency: ({ write }) => write },
  { title: 'reads/s', count: ({ reads }) => reads, latency: ({ read }) => read },
]

/** `height` rows for each kind. */
export function throughputPanel(dashboard: Dashboard, width: number, height: number): readonly Line[] {
  return KINDS.flatMap((kind) => panel(dashboard, kind, width, height))
}

function panel({ ensemble, nowMs }: Dashboard, kind: Kind, width: number, height: number): readonly Line[] {
  const { throughput } = ensemble
  const left = MARGIN + LABEL + NUMBER + 2 * TIMES
  const room = Math.max(0, width - left - MARGIN)
  const values = barsUntil(throughput, nowMs).map((bar) => (bar === undefined ? undefined : kind.count(bar)))
  const now = lastBar(throughput, nowMs)
  const numbers = [
    span(` ${kind.title.padEnd(LABEL)}`, 'quiet'),
    span(`${now === undefined ? '-' : count(kind.count(now))}`.padEnd(NUMBER), 'strong'),
    ...times(now === undefined ? undefined : kind.latency(now)),
  ]
  const captions = captionsOf(values, room, now === undefined)
  return sparkline(values, room, height).map((chart, i) => {
    if (i === height - 1) return [...numbers, span(chart, 'chart')]
    return [span(` ${captions[i] ?? ''}`.padEnd(left), 'quiet'), span(chart, 'chart')]
  })
}

function times(latencies: Latency | undefined): Line {
  if (latencies === undefined) return [span(' '.repeat(2 * TIMES))]
  const of = (name: string, ms: number): Line => {
    const text = latency(ms)
    return [span(`${name} `, 'quiet'), span(text.padEnd(TIMES - name.length - 1))]
  }
  return [...of('p50', latencies.p50), ...of('p99', latencies.p99)]
}

/** Beside a chart of more than one row there is room to say how high it is and how far back it reaches. */
function captionsOf(values: readonly (number | undefined)[], room: number, silent: boolean): readonly string[] {
  const shown = room > 0 ? values.slice(-room) : []
  if (silent || shown.length === 0) return []
  const peak = shown.reduce<number>((high, value) => Math.max(high, value ?? 0), 0)
  return [`${' '.repeat(LABEL)}peak ${count(peak)} in ${age(shown.length * 1000)}`]
}
