/** Elections: a list of those that were seen, and each of them as a picture through which a cursor moves, message by message. */
import { type Dashboard, only, type Pressed, withView } from '../../model/dashboard.ts'
import type { Election, Moment } from '../../model/election.ts'
import type { Line } from '../../view/line.ts'
import type { Binding, Room, View } from '../../view/view.ts'
import { electionPage, placeOf } from './election-page.ts'
import { chosenElection, electionsList } from './elections-list.ts'
import { spokenElections } from './spoken.ts'
import { type ElectionsState, ZOOMS } from './state.ts'

const PAGE = 10

const isOpen = ({ screen, ensemble }: Dashboard): boolean =>
  screen.views.elections.open && chosenElection(ensemble.elections, screen.views.elections) !== undefined
const isList = (dashboard: Dashboard): boolean => !isOpen(dashboard)
const isBack = (key: string): boolean => ['up', 'k', 'left', 'h', 'page-up', 'g', 'home'].includes(key)

const LIST_BINDINGS: readonly Binding[] = [
  {
    keys: ['up', 'k', 'down', 'j'],
    shown: '↑↓',
    word: 'select',
    help: 'in the list: choose an election',
    works: (dashboard) => isList(dashboard) && dashboard.ensemble.elections.list.length > 1,
    press: (dashboard, key) => only(otherElection(dashboard, isBack(key) ? 1 : -1)),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    shown: 'g G',
    word: '',
    help: 'in the list: the newest, the oldest',
    works: isList,
    press: (dashboard, key) => only(otherElection(dashboard, isBack(key) ? Infinity : -Infinity)),
  },
  {
    keys: ['enter'],
    shown: 'enter',
    word: 'open',
    help: 'open the election: who did what when, and who said what to whom',
    works: (dashboard) => isList(dashboard) && dashboard.ensemble.elections.list.length > 0,
    press: (dashboard) => only(change(dashboard, { open: true, moment: undefined, zoom: 1 })),
  },
]

const PAGE_BINDINGS: readonly Binding[] = [
  {
    keys: ['up', 'k', 'down', 'j'],
    shown: '↑↓',
    word: 'message',
    help: 'in an open one: the message before, the next one',
    works: isOpen,
    press: (dashboard, key) => only(otherMoment(dashboard, isBack(key) ? -1 : 1)),
  },
  {
    keys: ['n', 'N'],
    shown: 'n',
    word: 'next turn',
    help: 'to the next change of role; N to the one before',
    works: isOpen,
    press: (dashboard, key) => only(nextTurn(dashboard, key === 'n' ? 1 : -1)),
  },
  {
    keys: ['left', 'h', 'right', 'l'],
    shown: '←→',
    word: 'election',
    help: 'the election before, the next one',
    works: (dashboard) => isOpen(dashboard) && dashboard.ensemble.elections.list.length > 1,
    press: (dashboard, key) => only(otherElection(dashboard, isBack(key) ? -1 : 1)),
  },
  {
    keys: ['page-up', 'page-down'],
    shown: 'PgUp PgDn',
    word: '',
    help: 'ten messages further',
    works: isOpen,
    press: (dashboard, key) => only(otherMoment(dashboard, isBack(key) ? -PAGE : PAGE)),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    shown: 'g G',
    word: '',
    help: 'in an open one: the first message, the last one',
    works: isOpen,
    press: (dashboard, key) => only(otherMoment(dashboard, isBack(key) ? -Infinity : Infinity)),
  },
  {
    keys: ['+', '=', '-'],
    shown: '+ -',
    word: 'zoom',
    help: 'more room for each moment, less',
    works: isOpen,
    press: (dashboard, key) => only(zoomed(dashboard, key === '-' ? -1 : 1)),
  },
  {
    keys: ['t'],
    shown: 't',
    word: 'true to scale',
    help: 'time true to scale, or stretched where much happens',
    works: isOpen,
    press: (dashboard) => only(change(dashboard, { trueScale: !dashboard.screen.views.elections.trueScale })),
  },
  {
    keys: ['escape', 'backspace'],
    shown: 'esc',
    word: 'list',
    help: 'back to the list of elections',
    works: isOpen,
    press: (dashboard): Pressed => only(change(dashboard, { open: false })),
  },
]

export const ELECTIONS_VIEW: View = {
  name: 'elections',
  title: 'elections',
  digit: '3',
  lines: page,
  spoken: spokenElections,
  bindings: [...LIST_BINDINGS, ...PAGE_BINDINGS],
}

function page({ ensemble, screen, nowMs }: Dashboard, room: Room): readonly Line[] {
  const { elections, header } = ensemble
  const state = screen.views.elections
  const chosen = chosenElection(elections, state)
  if (chosen === undefined || !state.open) return electionsList(elections, state, { header, nowMs }, room)
  return electionPage(chosen, state, nowMs, room)
}

function change(dashboard: Dashboard, state: Partial<ElectionsState>): Dashboard {
  return withView(dashboard, 'elections', state)
}

/** @param by positive: newer */
function otherElection(dashboard: Dashboard, by: number): Dashboard {
  const { list } = dashboard.ensemble.elections
  const current = chosenElection(dashboard.ensemble.elections, dashboard.screen.views.elections)
  const to = clamp((current === undefined ? list.length - 1 : list.indexOf(current)) + by, list.length)
  // The newest goes on being the newest.
  const chosen = to === list.length - 1 ? undefined : list[to]?.number
  return change(dashboard, { chosen, moment: undefined })
}

function otherMoment(dashboard: Dashboard, by: number): Dashboard {
  const election = opened(dashboard)
  if (election === undefined) return dashboard
  const place = placeOf(election, dashboard.screen.views.elections)
  return change(dashboard, { moment: election.moments[clamp(place + by, election.moments.length)]?.id })
}

function nextTurn(dashboard: Dashboard, by: 1 | -1): Dashboard {
  const election = opened(dashboard)
  if (election === undefined) return dashboard
  const place = placeOf(election, dashboard.screen.views.elections)
  const isTurn = ({ type }: Moment): boolean => type !== 'message' && type !== 'link'
  const { moments } = election
  const next = by > 0 ? moments.slice(place + 1).find(isTurn) : moments.slice(0, place).findLast(isTurn)
  return next === undefined ? dashboard : change(dashboard, { moment: next.id })
}

function zoomed(dashboard: Dashboard, by: 1 | -1): Dashboard {
  const place = ZOOMS.indexOf(dashboard.screen.views.elections.zoom)
  return change(dashboard, { zoom: ZOOMS[clamp(place + by, ZOOMS.length)] ?? 1 })
}

function opened({ ensemble, screen }: Dashboard): Election | undefined {
  return chosenElection(ensemble.elections, screen.views.elections)
}

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(place, length - 1))
}
