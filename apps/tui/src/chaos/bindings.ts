/** Keys that break the ensemble and put it right: capital letters for the chosen peer, and a menu with everything. */

import { openCommandLine } from '../command/command-line.ts'
import type { Action, ActionType } from '../control.ts'
import { type Dashboard, type Menu, type MenuItem, only, type Pressed, withScreen } from '../model/dashboard.ts'
import type { Binding } from '../view/view.ts'
import { intend } from './intend.ts'

type PeerAction = Extract<Action, { readonly peer: number }>['type']

/** What a slow disk costs when no number is given: milliseconds a sync. */
const SLOW_DISK_MS = 50

/** For views in which a peer is chosen. */
export const CHAOS_KEYS: readonly Binding[] = [
  onPeer('K', 'kill', 'kill it, as a power cut would'),
  onPeer('P', 'pause', 'freeze its process; it answers nothing'),
  onPeer('U', 'resume', 'let a frozen one go on'),
  onPeer('S', 'stop', 'stop it in good order: a leader hands over first'),
  onPeer('R', 'restart', 'start it again, on what its disk holds'),
  onPeer('I', 'isolate', 'cut it off from every other peer'),
  onPeer('D', 'slow-disk', `make its disk slow: ${SLOW_DISK_MS} ms a sync`),
  {
    keys: ['H'],
    shown: 'H',
    word: '',
    help: 'heal: end every cut, delay and pause',
    works: ({ powers }) => powers.actions.has('heal'),
    press: (dashboard) => intend(dashboard, { type: 'heal' }),
  },
]

/** Everywhere. */
export const CHAOS_MENU: Binding = {
  keys: ['x'],
  shown: 'x',
  word: 'break',
  help: 'everything that can be broken here, and healed',
  works: ({ powers }) => powers.actions.size > 0,
  press: (dashboard) => only(withScreen(dashboard, { prompt: menuOf(dashboard) })),
}

function onPeer(key: string, type: PeerAction, help: string): Binding {
  return {
    keys: [key],
    shown: key,
    word: type === 'kill' || type === 'restart' ? type : '',
    help,
    works: (dashboard) => dashboard.powers.actions.has(type) && makesSense(dashboard, type),
    press: (dashboard) => intend(dashboard, actionOn(dashboard.screen.peer, type)),
  }
}

function actionOn(peer: number, type: PeerAction): Action {
  return type === 'slow-disk' ? { type, peer, ms: SLOW_DISK_MS } : { type, peer }
}

/** What the footer offers: nobody kills what does not run. */
function makesSense({ ensemble, powers, screen }: Dashboard, type: PeerAction): boolean {
  const peer = ensemble.peers.find(({ id }) => id === screen.peer)
  const paused = powers.faults.some((fault) => fault.type === 'paused' && fault.peer === screen.peer)
  if (type === 'resume') return paused
  if (type === 'restart') return peer?.running === false
  return peer?.running !== false
}

function menuOf({ ensemble, powers, screen }: Dashboard): Menu {
  const { peer } = screen
  const other = ensemble.peers.find(({ id }) => id !== peer)?.id ?? peer
  const rest = ensemble.peers.map(({ id }) => id).filter((id) => id !== peer)
  const items: readonly (MenuItem & { readonly type: ActionType })[] = [
    at('k', `kill ${peer}`, 'a power cut: no farewell', { type: 'kill', peer }),
    at('p', `pause ${peer}`, 'frozen: links stay open, nothing is answered', { type: 'pause', peer }),
    at('u', `resume ${peer}`, 'a frozen one goes on', { type: 'resume', peer }),
    at('s', `stop ${peer}`, 'in good order: a leader hands over first', { type: 'stop', peer }),
    at('r', `restart ${peer}`, 'on what its disk holds', { type: 'restart', peer }),
    at('i', `isolate ${peer}`, 'cut off from every other peer', { type: 'isolate', peer }),
    typed('c', 'partition', 'cut the ensemble into groups', `partition ${peer} | ${rest.join(' ')}`),
    typed('o', 'cut-one-way', 'what one sends never reaches the other', `cut-one-way ${peer} ${other}`),
    at('d', `slow-disk ${peer} ${SLOW_DISK_MS}`, 'every sync takes longer', {
      type: 'slow-disk',
      peer,
      ms: SLOW_DISK_MS,
    }),
    typed('l', 'slow-link', 'every frame between two takes longer', `slow-link ${peer} ${other} 50`),
    at('h', 'heal', 'ends every cut, delay and pause', { type: 'heal' }),
  ]
  return {
    type: 'menu',
    title: `break and heal, peer ${peer}`,
    chosen: 0,
    items: items.filter(({ type }) => powers.actions.has(type)),
  }
}

function at(key: string, word: string, help: string, action: Action): MenuItem & { readonly type: ActionType } {
  return { key, word, help, type: action.type, pick: (dashboard) => intend(dashboard, action) }
}

/** What takes more than one peer is written down first, to be changed. */
function typed(key: string, type: ActionType, help: string, text: string): MenuItem & { readonly type: ActionType } {
  const pick = (dashboard: Dashboard): Pressed => only(openCommandLine(dashboard, text))
  return { key, word: type, help, type, pick }
}
