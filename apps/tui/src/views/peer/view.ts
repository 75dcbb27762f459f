/** One peer from the inside: where it stands, what its history, clients, disk, process and links are, and its own story. */
import { type Dashboard, only, withScreen, withView } from '../../model/dashboard.ts'
import { answers, isLost, type PeerModel } from '../../model/peers.ts'
import { cells, clip, EMPTY, fit, type Line, lineText, span, wrap } from '../../view/line.ts'
import { momentText } from '../../view/moment-text.ts'
import { roleSign } from '../../view/roles.ts'
import { rule } from '../../view/rule.ts'
import type { Room, View } from '../../view/view.ts'
import { age } from '../../words.ts'
import { clients, disk, type Group, itsProcess, position } from './facts.ts'
import { linksTable } from './links.ts'

/** From so wide on two groups stand side by side. */
const WIDE = 110
const NAME = 12
const VALUE = 13
const STORY = 30
const PAGE = 8

export const PEER_VIEW: View = {
  name: 'peer',
  title: 'peer',
  digit: '2',
  lines: (dashboard, room) => {
    const page = wholePage(dashboard, room)
    const head = heading(dashboard, room.columns)
    const rows = room.rows - head.length
    const first = Math.min(dashboard.screen.views.peer.scrolled, Math.max(0, page.length - rows))
    return [...head, ...page.slice(first, first + rows)].slice(0, room.rows)
  },
  bindings: [
    {
      keys: ['left', 'h', 'right', 'l'],
      shown: '←→',
      word: 'peer',
      help: 'the peer before, the next one',
      works: ({ ensemble }) => ensemble.peers.length > 1,
      press: (dashboard, key) => only(otherPeer(dashboard, key === 'left' || key === 'h' ? -1 : 1)),
    },
    {
      keys: ['up', 'k', 'down', 'j', 'page-up', 'page-down', 'g', 'home', 'G', 'end'],
      shown: '↑↓',
      word: 'scroll',
      help: 'what does not fit on the screen',
      works: () => true,
      press: (dashboard, key) => only(scroll(dashboard, key)),
    },
  ],
}

function heading({ ensemble, screen, nowMs }: Dashboard, columns: number): readonly Line[] {
  const peer = ensemble.peers.find(({ id }) => id === screen.peer)
  if (peer === undefined) return [[span(` there is no peer ${screen.peer}`, 'quiet')]]
  const { letter, tone } = roleSign(peer)
  return [
    clip(
      [
        span(` ${letter} `, tone),
        span(`peer ${peer.id} `, 'strong'),
        span(stateInWords(peer, nowMs), isLost(peer) ? 'bad' : tone),
      ],
      columns - 1,
    ),
    EMPTY,
  ]
}

function stateInWords(peer: PeerModel, nowMs: number): string {
  const { standing, lost, heardMs } = peer
  if (lost !== undefined) {
    const old = heardMs === undefined ? '' : `, numbers ${age(nowMs - heardMs)} old`
    return `${peer.running === false ? 'down' : 'silent'} for ${age(nowMs - lost.sinceMs)}: ${lost.why}${old}`
  }
  if (!answers(peer) || standing === undefined) return 'has not spoken yet'
  const since = `for ${age(nowMs - standing.sinceMs)}`
  const { role, phase, leader, epoch } = standing
  if (role === 'looking') return `looks for a leader, ${since}: clients wait`
  const whom = role === 'leading' ? 'leads' : `${role === 'observing' ? 'observes' : 'follows'} peer ${leader}`
  if (phase !== 'broadcast') return `${whom}, ${phase}, ${since}: not in service yet`
  return `${whom}${role === 'leading' ? '' : ' in'} epoch ${epoch} ${since}${standing.serving ? ', serves clients' : ''}`
}

function wholePage(dashboard: Dashboard, { columns }: Room): readonly Line[] {
  const { ensemble, screen } = dashboard
  const peer = ensemble.peers.find(({ id }) => id === screen.peer)
  if (peer?.status === undefined) return [...storyOf(dashboard, columns)]
  const { status } = peer
  const groups = [position(status), clients(status), disk(status), itsProcess(peer, status)]
  const gone = isLost(peer)
  return [
    ...(columns >= WIDE ? pairs(groups, columns, gone) : groups.flatMap((group) => groupLines(group, columns, gone))),
    rule('its links', columns),
    ...linksTable(ensemble.peers, peer, status, columns),
    EMPTY,
    ...storyOf(dashboard, columns),
  ]
}

function groupLines({ title, facts }: Group, columns: number, gone: boolean): readonly Line[] {
  return [
    rule(title, columns),
    ...facts.map(({ name, value, means, tone }): Line => {
      const line = [
        span(`  ${fit(name, NAME)}`, 'quiet'),
        span(value === '' ? '' : fit(value, VALUE, 'right'), gone ? 'lost' : (tone ?? 'strong')),
        span(`  ${means}`, 'quiet'),
      ]
      return clip(line, columns - 1)
    }),
    EMPTY,
  ]
}

/** Two groups side by side, and the next two below. */
function pairs(groups: readonly Group[], columns: number, gone: boolean): readonly Line[] {
  const width = Math.floor(columns / 2)
  return groups.flatMap((left, i) => {
    if (i % 2 === 1) return []
    const sides = [left, groups[i + 1]].map((group) => (group === undefined ? [] : groupLines(group, width, gone)))
    const [one = [], two = []] = sides
    return Array.from({ length: Math.max(one.length, two.length) }, (_, row): Line => {
      const line = one[row] ?? EMPTY
      return [...line, span(' '.repeat(Math.max(0, width - cells(lineText(line))))), ...(two[row] ?? EMPTY)]
    })
  })
}

/** What the story tells of this peer, newest first. */
function storyOf({ ensemble, screen }: Dashboard, columns: number): readonly Line[] {
  const named = new RegExp(`\\bpeers? (?:\\d+(?:, | and ))*${screen.peer}\\b`)
  const entries = ensemble.story.entries.filter(({ text }) => named.test(text)).slice(0, STORY)
  const indent = 16
  return [
    rule('its story', columns),
    ...entries.flatMap(({ atMs, text, mood }) =>
      wrap(text, columns - indent - 1).map((part, i): Line => {
        const time = i === 0 ? `  ${fit(momentText(ensemble.header, atMs), indent - 4)}  ` : ' '.repeat(indent)
        return [span(time, 'quiet'), span(part, mood)]
      }),
    ),
  ]
}

function otherPeer(dashboard: Dashboard, by: 1 | -1): Dashboard {
  const ids = dashboard.ensemble.peers.map(({ id }) => id)
  const place = ids.indexOf(dashboard.screen.peer)
  const peer = ids[Math.max(0, Math.min(place + by, ids.length - 1))] ?? dashboard.screen.peer
  return withView(withScreen(dashboard, { peer }), 'peer', { scrolled: 0 })
}

/** A page has at most so many rows: further than the end nobody scrolls. */
const END = 150

function scroll(dashboard: Dashboard, key: string): Dashboard {
  const step = key.startsWith('page') ? PAGE : ['g', 'home', 'G', 'end'].includes(key) ? END : 1
  const back = ['up', 'k', 'page-up', 'g', 'home'].includes(key)
  const to = dashboard.screen.views.peer.scrolled + (back ? -step : step)
  return withView(dashboard, 'peer', { scrolled: Math.max(0, Math.min(to, END)) })
}
