/** Keys that work in every view, after the view's own. */
import { CHAOS_MENU } from '../chaos/bindings.ts'
import { openCommandLine } from '../command/command-line.ts'
import { ask, type Dashboard, type Move, only } from '../model/dashboard.ts'
import { NAMES } from '../view/names.ts'
import type { Binding } from '../view/view.ts'
import { closeView, openView } from './open-view.ts'

const always = (): boolean => true

export const GLOBAL_BINDINGS: readonly Binding[] = [
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1-9',
    word: 'views',
    help: NAMES.map((name, i) => `${i + 1} ${name}`).join(', '),
    works: always,
    press: (dashboard, key) => only(openView(dashboard, NAMES[Number(key) - 1] ?? 'peers')),
  },
  CHAOS_MENU,
  {
    keys: ['tab', 'shift-tab'],
    shown: 'tab',
    word: '',
    help: 'the next view; with shift the one before',
    works: always,
    press: (dashboard, key) => only(nextView(dashboard, key === 'tab' ? 1 : -1)),
  },
  {
    keys: ['space'],
    shown: 'space',
    word: 'pause',
    help: 'stop the picture, and go on from where it stands',
    works: ({ playback }) => playback.mode !== 'paused',
    press: (dashboard) => move(dashboard, { type: 'toggle' }),
  },
  {
    keys: ['space'],
    shown: 'space',
    word: 'play',
    help: '',
    works: ({ playback }) => playback.mode === 'paused',
    press: (dashboard) => move(dashboard, { type: 'toggle' }),
  },
  {
    keys: [',', '<', '.', '>'],
    shown: ', .',
    word: 'step',
    help: 'one event back, one event on',
    works: always,
    press: (dashboard, key) => move(dashboard, { type: 'step', back: key === ',' || key === '<' }),
  },
  {
    keys: ['[', ']'],
    shown: '[ ]',
    word: 'election',
    help: 'to the election before, to the next one',
    works: always,
    press: (dashboard, key) => move(dashboard, { type: 'election', back: key === '[' }),
  },
  {
    keys: ['+', '=', '-'],
    shown: '+ -',
    word: 'speed',
    help: 'twice as fast, half as fast',
    works: ({ playback }) => playback.mode !== 'following',
    press: (dashboard, key) => move(dashboard, { type: 'speed', faster: key !== '-' }),
  },
  {
    keys: ['0'],
    shown: '0',
    word: 'now',
    help: 'to the newest moment',
    works: ({ playback }) => playback.mode !== 'following',
    press: (dashboard) => move(dashboard, { type: 'newest' }),
  },
  {
    keys: [':'],
    shown: ':',
    word: 'command',
    help: 'a command line: what keys do, in words; tab completes',
    works: always,
    press: (dashboard) => only(openCommandLine(dashboard)),
  },
  {
    keys: ['escape'],
    shown: 'esc',
    word: 'back',
    help: 'to where you came from',
    works: ({ screen }) => screen.view !== 'peers',
    press: (dashboard) => only(closeView(dashboard)),
  },
  {
    keys: ['?'],
    shown: '?',
    word: 'help',
    help: 'every key and every command',
    works: ({ screen }) => screen.view !== 'help',
    press: (dashboard) => only(openView(dashboard, 'help')),
  },
  {
    keys: ['?'],
    shown: '?',
    word: '',
    help: '',
    works: ({ screen }) => screen.view === 'help',
    press: (dashboard) => only(closeView(dashboard)),
  },
  {
    keys: ['q', 'ctrl-c'],
    shown: 'q',
    word: 'quit',
    help: 'quit; so does ctrl-c',
    works: always,
    press: (dashboard) => ask(dashboard, { type: 'quit' }),
  },
]

function move(dashboard: Dashboard, what: Move): ReturnType<typeof ask> {
  return ask(dashboard, { type: 'playback', move: what })
}

function nextView(dashboard: Dashboard, by: number): Dashboard {
  const here = NAMES.indexOf(dashboard.screen.view)
  return openView(dashboard, NAMES[(here + by + NAMES.length) % NAMES.length] ?? 'peers')
}
