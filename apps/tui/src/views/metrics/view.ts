/** Metrics: plots of what every peer measures, over the last minutes. */
import { type Dashboard, only, withScreen, withView } from '../../model/dashboard.ts'
import { CHARTS } from '../../model/metrics-charts.ts'
import type { View } from '../../view/view.ts'
import { metricsPage, spokenMetrics } from './page.ts'
import { type MetricsState, WINDOWS_MS } from './state.ts'

const isBack = (key: string): boolean => ['up', 'k', 'left', 'h', 'g', 'home'].includes(key)
const isAlone = ({ screen }: Dashboard): boolean => screen.views.metrics.alone
const hasSome = ({ ensemble }: Dashboard): boolean => ensemble.metrics.size > 0

export const METRICS_VIEW: View = {
  name: 'metrics',
  title: 'metrics',
  digit: '8',
  lines: metricsPage,
  spoken: spokenMetrics,
  bindings: [
    {
      keys: ['up', 'k', 'down', 'j', 'g', 'home', 'G', 'end'],
      shown: '↑↓',
      word: 'chart',
      help: 'choose a chart',
      works: hasSome,
      press: (dashboard, key) => only(chart(dashboard, key)),
    },
    {
      keys: ['left', 'h', 'right', 'l'],
      shown: '←→',
      word: 'peer',
      help: 'all peers together, or one of them',
      works: hasSome,
      press: (dashboard, key) =>
        only(
          isAlone(dashboard) ? otherPeer(dashboard, isBack(key) ? -1 : 1) : nextPeer(dashboard, isBack(key) ? -1 : 1),
        ),
    },
    {
      keys: ['enter'],
      shown: 'enter',
      word: 'peer by peer',
      help: 'the chosen chart once for each peer, on one scale',
      works: (dashboard) => hasSome(dashboard) && !isAlone(dashboard),
      press: (dashboard) => only(change(dashboard, { alone: true })),
    },
    {
      keys: ['escape', 'enter', 'backspace'],
      shown: 'esc',
      word: 'all charts',
      help: 'back to all charts',
      works: isAlone,
      press: (dashboard) => only(change(dashboard, { alone: false })),
    },
    {
      keys: ['+', '=', '-'],
      shown: '+ -',
      word: 'time',
      help: 'less time, in more detail; more time',
      works: hasSome,
      press: (dashboard, key) => only(longer(dashboard, key === '-' ? 1 : -1)),
    },
  ],
}

function change(dashboard: Dashboard, state: Partial<MetricsState>): Dashboard {
  return withView(dashboard, 'metrics', state)
}

function chart(dashboard: Dashboard, key: string): Dashboard {
  const by = ['g', 'home', 'G', 'end'].includes(key) ? CHARTS.length : 1
  const to = dashboard.screen.views.metrics.chosen + (isBack(key) ? -by : by)
  return change(dashboard, { chosen: clamp(to, CHARTS.length) })
}

/** All of them, then one after the other, and round again. */
function nextPeer(dashboard: Dashboard, by: 1 | -1): Dashboard {
  const choices = [undefined, ...dashboard.ensemble.peers.map(({ id }) => id)]
  const place = choices.indexOf(dashboard.screen.views.metrics.peer)
  return change(dashboard, { peer: choices[(place + by + choices.length) % choices.length] })
}

/** Peer by peer they do not all fit on a small screen: the chosen one is on show. */
function otherPeer(dashboard: Dashboard, by: 1 | -1): Dashboard {
  const ids = dashboard.ensemble.peers.map(({ id }) => id)
  const peer = ids[clamp(ids.indexOf(dashboard.screen.peer) + by, ids.length)]
  return peer === undefined ? dashboard : withScreen(dashboard, { peer })
}

function longer(dashboard: Dashboard, by: 1 | -1): Dashboard {
  return change(dashboard, { window: clamp(dashboard.screen.views.metrics.window + by, WINDOWS_MS.length) })
}

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(place, length - 1))
}
