/** The charts on a page: all of them for all peers or one, or one of them for each peer, on one scale. */
import type { Dashboard } from '../../model/dashboard.ts'
import { CHARTS, type Chart, inUnit, roundTop, slotted, valueNow, type Window } from '../../model/metrics-charts.ts'
import { isLost, type PeerModel } from '../../model/peers.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import {
  cells,
  clip,
  EMPTY,
  fit,
  type Line,
  lineText,
  type Span,
  span,
  spread,
  type Tone,
  wrap,
} from '../../view/line.ts'
import type { Room } from '../../view/view.ts'
import { age } from '../../words.ts'
import { PLOT_LABEL, plot, slotsIn } from './plot.ts'
import { WINDOWS_MS } from './state.ts'

/** From so wide on two charts stand side by side, then three. */
const TWO = 100
const THREE = 180
const GAP = 2
/** A title and three rows. */
const LEAST_ROWS = 4
const TONES: readonly Tone[] = ['chart', 'strong']

export function metricsPage(dashboard: Dashboard, room: Room): readonly Line[] {
  const { metrics, peers } = dashboard.ensemble
  if (metrics.size === 0) return nothingYet(room)
  const { alone, peer } = dashboard.screen.views.metrics
  const shown = peer === undefined ? peers : peers.filter(({ id }) => id === peer)
  const body = { columns: room.columns, rows: room.rows - 2 }
  const charts = alone ? eachPeer(dashboard, body) : allCharts(dashboard, shown, body)
  return [heading(dashboard, room.columns), ...charts, timeAxis(dashboard, room.columns)].slice(0, room.rows)
}

function heading({ ensemble, screen }: Dashboard, columns: number): Line {
  const { peer, alone, chosen } = screen.views.metrics
  const chart = CHARTS[chosen]
  if (alone && chart !== undefined)
    return clip([span(` ${chart.title}`, 'strong'), span(`: ${chart.help}`, 'quiet')], columns - 1)
  const model = ensemble.peers.find(({ id }) => id === peer)
  if (peer === undefined)
    return clip(
      [span(' all peers', 'strong'), span(': rates and waiting requests added up, of the rest the worst', 'quiet')],
      columns - 1,
    )
  return [span(` peer ${peer}`, 'strong'), ...(model === undefined ? [] : silence(model, ensemble.atMs))]
}

function allCharts(dashboard: Dashboard, peers: readonly PeerModel[], { columns, rows }: Room): readonly Line[] {
  const across = columns >= THREE ? 3 : columns >= TWO ? 2 : 1
  const width = Math.floor((columns - (across - 1) * GAP) / across)
  const down = Math.ceil(CHARTS.length / across)
  const visible = Math.max(1, Math.min(down, Math.floor(rows / LEAST_ROWS)))
  const height = Math.floor(rows / visible)
  const { chosen } = dashboard.screen.views.metrics
  const first = Math.max(0, Math.min(Math.floor(chosen / across) - Math.floor(visible / 2), down - visible))
  return Array.from({ length: visible }, (_, i) => {
    const begin = (first + i) * across
    const side = CHARTS.slice(begin, begin + across).map((chart, place) => {
      const mark = begin + place === chosen ? GLYPHS.chosen : ' '
      const title = [span(mark, 'key'), span(chart.title, begin + place === chosen ? 'strong' : 'plain')]
      return oneChart(dashboard, chart, peers, title, { columns: width, rows: height })
    })
    return beside(side, width, height)
  }).flat()
}

/** The chosen chart, once for each peer, all on the same scale. */
function eachPeer(dashboard: Dashboard, { columns, rows }: Room): readonly Line[] {
  const { peers, atMs } = dashboard.ensemble
  const chart = CHARTS[dashboard.screen.views.metrics.chosen]
  if (chart === undefined) return []
  const visible = Math.max(1, Math.min(peers.length, Math.floor(rows / LEAST_ROWS)))
  const height = Math.floor(rows / visible)
  const place = Math.max(
    0,
    peers.findIndex(({ id }) => id === dashboard.screen.peer),
  )
  const first = Math.max(0, Math.min(place - Math.floor(visible / 2), peers.length - visible))
  const window = windowOf(dashboard, columns)
  const values = peers.flatMap(({ id }) =>
    chart.lines.map((line) => slotted(dashboard.ensemble.metrics, [id], line, chart, window)),
  )
  const top = roundTop(values.flat())
  return peers.slice(first, first + visible).flatMap((peer) => {
    const role = peer.standing === undefined ? '' : ` ${peer.standing.role}`
    const title = [
      span(peer.id === dashboard.screen.peer ? GLYPHS.chosen : ' ', 'key'),
      span(`peer ${peer.id}`, isLost(peer) ? 'lost' : 'strong'),
      ...(isLost(peer) ? silence(peer, atMs) : [span(role, 'quiet')]),
    ]
    return oneChart(dashboard, chart, [peer], title, { columns, rows: height }, top)
  })
}

function oneChart(
  dashboard: Dashboard,
  chart: Chart,
  peers: readonly PeerModel[],
  title: Line,
  { columns, rows }: Room,
  sharedTop?: number,
): readonly Line[] {
  const { metrics } = dashboard.ensemble
  const window = windowOf(dashboard, columns)
  const ids = peers.map(({ id }) => id)
  const lines = chart.lines.map((line) => ({ ...line, values: slotted(metrics, ids, line, chart, window) }))
  const top = sharedTop ?? roundTop(lines.flatMap(({ values }) => values))
  const now = lines.flatMap(({ label, values }): readonly Span[] => [
    span(`  ${label === '' ? '' : `${label} `}`, 'quiet'),
    span(inUnit(valueNow(values), chart.unit), 'strong'),
  ])
  const drawn = lines.map(({ values }, i) => ({ values, tone: TONES[lines.length === 1 ? 0 : 1 - i] ?? 'chart' }))
  const rest = plot(drawn, { columns, rows: Math.max(1, rows - 1), top, topLabel: inUnit(top, chart.unit) })
  return [spread(title, now, columns - 1), ...rest]
}

function windowOf({ nowMs, screen }: Dashboard, columns: number): Window {
  const lengthMs = WINDOWS_MS[screen.views.metrics.window] ?? 60_000
  return { untilMs: nowMs, lengthMs, slots: slotsIn(columns) }
}

/** Side by side, each exactly so wide. */
function beside(side: readonly (readonly Line[])[], width: number, height: number): readonly Line[] {
  return Array.from(
    { length: height },
    (_, row): Line =>
      side.flatMap((lines, i) => {
        const line = clip(lines[row] ?? EMPTY, width)
        const last = i === side.length - 1
        return last ? line : [...line, span(' '.repeat(width - cells(lineText(line)) + GAP))]
      }),
  )
}

/** When the left edge was, and the middle. */
function timeAxis({ screen }: Dashboard, columns: number): Line {
  const lengthMs = WINDOWS_MS[screen.views.metrics.window] ?? 60_000
  const across = screen.views.metrics.alone ? 1 : columns >= THREE ? 3 : columns >= TWO ? 2 : 1
  const width = Math.floor((columns - (across - 1) * GAP) / across)
  const room = width - PLOT_LABEL - 2
  const [begin, middle] = [`${age(lengthMs)} ago`, age(lengthMs / 2)]
  const half = Math.floor((room - middle.length) / 2) - begin.length
  const axis = `${' '.repeat(PLOT_LABEL + 2)}${begin}${' '.repeat(Math.max(1, half))}${middle}`
  const one = `${fit(axis, Math.max(0, width - 4))}now`
  return clip([span(Array.from({ length: across }, () => one).join(' '.repeat(GAP + 1)), 'quiet')], columns - 1)
}

function silence({ lost, heardMs }: PeerModel, nowMs: number): readonly Span[] {
  if (lost === undefined) return []
  const since = heardMs === undefined ? '' : `, silent for ${age(nowMs - heardMs)}`
  return [span(` ${lost.why}${since}`, 'lost')]
}

function nothingYet({ columns }: Room): readonly Line[] {
  const text = 'No peer has told its numbers yet. What they measure is drawn here over the last minutes.'
  return [EMPTY, ...wrap(text, columns - 4).map((row): Line => [span(`  ${row}`, 'quiet')])]
}

/** The plots for ears: of every chart what it says now, and the most it said. */
export function spokenMetrics(dashboard: Dashboard): readonly string[] {
  const { metrics, peers } = dashboard.ensemble
  const { peer, alone, chosen, window } = dashboard.screen.views.metrics
  const who = peers.filter(({ id }) => peer === undefined || id === peer)
  const charts = CHARTS.filter((_, i) => !alone || i === chosen)
  const over = age(WINDOWS_MS[window] ?? 0)
  const each = alone ? peers.map((one) => [one]) : [who]
  return each.flatMap((group) => {
    const whose = group.length === 1 ? `Peer ${group[0]?.id}` : 'All peers'
    return charts.map((chart) => {
      const said = chart.lines.map((line) => {
        const values = slotted(
          metrics,
          group.map(({ id }) => id),
          line,
          chart,
          windowOf(dashboard, WIDTH_HEARD),
        )
        const most = values.reduce<number | undefined>((high, value) => Math.max(high ?? 0, value ?? 0), undefined)
        const label = line.label === '' ? '' : `${line.label} `
        return `${label}${inUnit(valueNow(values), chart.unit)} now, at most ${inUnit(most, chart.unit)}`
      })
      return `${whose}, ${chart.title}: ${said.join('; ')}, over ${over}.`
    })
  })
}

/** Nobody sees the columns; they cut time into slots. */
const WIDTH_HEARD = 100
