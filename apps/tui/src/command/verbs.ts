/** What can be typed after `:` beside the actions of `action-text.ts`: the view, time, and the dashboard itself. */

import { openView } from '../keys/open-view.ts'
import { ask, type Dashboard, type Move, only, type Pressed, say, withScreen, withView } from '../model/dashboard.ts'
import { NAMES } from '../view/names.ts'
import { momentOf } from './moment.ts'

export type Verb = {
  readonly words: readonly string[]
  /** As the help and the errors show it. */
  readonly form: string
  readonly help: string
  /** What may follow, for completion. */
  choices?(dashboard: Dashboard): readonly string[]
  /** Undefined: not written as it should be. */
  obey(dashboard: Dashboard, rest: string): Pressed | undefined
}

export const VERBS: readonly Verb[] = [
  {
    words: ['view'],
    form: 'view NAME',
    help: 'open a view by its name',
    choices: () => NAMES,
    obey: (dashboard, rest) => {
      const name = NAMES.find((one) => one === rest)
      return name === undefined ? undefined : only(openView(dashboard, name))
    },
  },
  {
    words: ['peer'],
    form: 'peer ID',
    help: 'choose a peer',
    choices: ({ ensemble }) => ensemble.peers.map(({ id }) => id.toString()),
    obey: (dashboard, rest) => {
      const peer = dashboard.ensemble.peers.find(({ id }) => id.toString() === rest)
      return peer === undefined ? undefined : only(withScreen(dashboard, { peer: peer.id }))
    },
  },
  {
    words: ['filter'],
    form: 'filter WORDS',
    help: 'only sentences of the story with these words; none: all',
    obey: (dashboard, filter) => only(openView(withView(dashboard, 'peers', { filter, scrolled: 0 }), 'peers')),
  },
  move('play', 'go on, or stop', { type: 'toggle' }),
  move('step', 'one event on', { type: 'step', back: false }),
  move('back', 'one event back', { type: 'step', back: true }),
  move('next', 'to the next election', { type: 'election', back: false }),
  move('previous', 'to the election before', { type: 'election', back: true }),
  move('now', 'to the newest moment', { type: 'newest' }),
  move('begin', 'to the first moment there is', { type: 'oldest' }),
  {
    words: ['go'],
    form: 'go HH:MM:SS',
    help: 'to a moment: a time of day, or since the beginning of a recording',
    obey: (dashboard, rest) => {
      const atMs = momentOf(dashboard, rest)
      return atMs === undefined ? undefined : ask(dashboard, { type: 'playback', move: { type: 'moment', atMs } })
    },
  },
  {
    words: ['help'],
    form: 'help',
    help: 'every key and every command',
    obey: (dashboard, rest) => (rest === '' ? only(openView(dashboard, 'help')) : undefined),
  },
  {
    words: ['q', 'quit'],
    form: 'q',
    help: 'quit',
    obey: (dashboard, rest) => (rest === '' ? ask(dashboard, { type: 'quit' }) : undefined),
  },
]

function move(word: string, help: string, what: Move): Verb {
  return {
    words: [word],
    form: word,
    help,
    obey: (dashboard, rest) => (rest === '' ? ask(dashboard, { type: 'playback', move: what }) : undefined),
  }
}

/** What is not understood is answered with how it is written. */
export function misunderstood(dashboard: Dashboard, text: string): Pressed {
  return only(say(dashboard, text, 'warn'))
}
