/** The main view: the peers, how much they do, and what happened. */
import { CHAOS_KEYS } from '../../chaos/bindings.ts'
import { openView } from '../../keys/open-view.ts'
import { type Dashboard, only, type Pressed, withScreen, withView } from '../../model/dashboard.ts'
import { matching } from '../../model/story.ts'
import { EMPTY, type Line } from '../../view/line.ts'
import type { Binding, Room, View } from '../../view/view.ts'
import { peersTable } from './peers-table.ts'
import { storyPanel } from './story-panel.ts'
import { throughputPanel } from './throughput-panel.ts'

/** From so many rows on there is room for blank lines, and for a taller chart. */
const AIRY_ROWS = 16
const TALL_ROWS = 26
const LEAST_STORY = 3
const PAGE = 5

const BINDINGS: readonly Binding[] = [
  {
    keys: ['up', 'down', 'k', 'j'],
    shown: '↑↓',
    word: 'peer',
    help: 'choose a peer; so do k and j',
    works: ({ ensemble }) => ensemble.peers.length > 1,
    press: (dashboard, key) => only(choose(dashboard, key === 'up' || key === 'k' ? -1 : 1)),
  },
  {
    keys: ['enter', 'right', 'l'],
    shown: 'enter',
    word: 'open',
    help: 'everything about the chosen peer',
    works: () => true,
    press: (dashboard) => only(openView(dashboard, 'peer')),
  },
  ...CHAOS_KEYS,
  {
    keys: ['/'],
    shown: '/',
    word: 'filter',
    help: 'only sentences of the story with these words',
    works: () => true,
    press: openFilter,
  },
  {
    keys: ['page-up', 'page-down'],
    shown: 'PgUp PgDn',
    word: '',
    help: 'scroll the story',
    works: () => true,
    press: (dashboard, key) => scroll(dashboard, key === 'page-up' ? -PAGE : PAGE),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    shown: 'g G',
    word: '',
    help: 'the newest and the oldest of the story',
    works: () => true,
    press: (dashboard, key) =>
      scroll(dashboard, key === 'g' || key === 'home' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY),
  },
  {
    keys: ['escape'],
    shown: 'esc',
    word: 'show all',
    help: 'take the filter away',
    works: ({ screen }) => screen.views.peers.filter !== '' || screen.views.peers.scrolled > 0,
    press: (dashboard) => only(withView(dashboard, 'peers', { filter: '', scrolled: 0 })),
  },
]

export const PEERS: View = { name: 'peers', title: 'peers', digit: '1', lines, bindings: BINDINGS }

function lines(dashboard: Dashboard, { columns, rows }: Room): readonly Line[] {
  const blank = rows >= AIRY_ROWS ? [EMPTY] : []
  const chart = throughputPanel(dashboard, columns, rows >= TALL_ROWS ? 3 : 1)
  const { length } = dashboard.ensemble.peers
  const forPeers = rows - 1 - 2 * blank.length - chart.length - LEAST_STORY
  const table = peersTable(dashboard, columns, Math.max(1, Math.min(length, forPeers)))
  const above = [...table, ...blank, ...chart, ...blank]
  return [...above, ...storyPanel(dashboard, columns, Math.max(1, rows - above.length))]
}

function choose(dashboard: Dashboard, by: number): Dashboard {
  const { peers } = dashboard.ensemble
  const at = peers.findIndex(({ id }) => id === dashboard.screen.peer)
  const peer = peers[Math.min(peers.length - 1, Math.max(0, at + by))]?.id ?? dashboard.screen.peer
  return withScreen(dashboard, { peer })
}

function scroll(dashboard: Dashboard, by: number): Pressed {
  const { filter, scrolled } = dashboard.screen.views.peers
  const last = Math.max(0, matching(dashboard.ensemble.story, filter).length - 1)
  return only(withView(dashboard, 'peers', { scrolled: Math.min(last, Math.max(0, scrolled + by)) }))
}

function openFilter(dashboard: Dashboard): Pressed {
  const before = dashboard.screen.views.peers.filter
  const filtered = (now: Dashboard, filter: string): Dashboard => withView(now, 'peers', { filter, scrolled: 0 })
  return only(
    withScreen(dashboard, {
      prompt: {
        type: 'line',
        label: '/',
        text: before,
        at: before.length,
        changed: filtered,
        done: (now, text) => only(filtered(now, text)),
        escaped: (now) => filtered(now, before),
      },
    }),
  )
}
