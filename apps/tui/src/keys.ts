/** The keys, as data: the footer, the help page and the reaction to a key all come from this list. */
import { consequenceOfKilling } from './model/consequence-of-killing.ts'
import { type Model, type PeerModel, selectedPeer } from './model/model.ts'

export type KeyName = 'up' | 'down' | 'k' | 'r' | 'q' | '?' | 'y' | 'n' | 'enter' | 'escape'

/** What a key asks of the world, beside changing the screen. */
export type Act =
  | { readonly type: 'kill'; readonly peer: number }
  | { readonly type: 'restart'; readonly peer: number }
  | { readonly type: 'quit' }

export type Pressed = { readonly model: Model; readonly act: Act | undefined }

export type Binding = {
  readonly keys: readonly KeyName[]
  /** As the footer writes it: the keys, and a word. */
  readonly shown: string
  readonly word: string
  readonly help: string
  works(model: Model): boolean
  press(model: Model, key: KeyName): Pressed
}

const watching = (model: Model): boolean => model.mode.type === 'watching'
const confirming = (model: Model): boolean => model.mode.type === 'confirming-kill'
const only = (model: Model): Pressed => ({ model, act: undefined })

export const BINDINGS: readonly Binding[] = [
  {
    keys: ['up', 'down'],
    shown: '↑↓',
    word: 'select',
    help: 'choose a peer',
    works: (model) => watching(model) && model.peers.length > 1,
    press: (model, key) => only(select(model, key === 'up' ? -1 : 1)),
  },
  {
    keys: ['k'],
    shown: 'k',
    word: 'kill',
    help: 'kill it, as a power cut would; asks first',
    works: (model) => watching(model) && canKill(model, selectedPeer(model)),
    press: (model) => {
      const peer = selectedPeer(model)
      return only(peer === undefined ? model : { ...model, mode: { type: 'confirming-kill', peer: peer.id } })
    },
  },
  {
    keys: ['r'],
    shown: 'r',
    word: 'restart',
    help: 'start it again, on what its disk holds',
    works: (model) => watching(model) && model.canControl && selectedPeer(model)?.running === false,
    press: (model) => {
      const peer = selectedPeer(model)
      return { model, act: peer === undefined ? undefined : { type: 'restart', peer: peer.id } }
    },
  },
  {
    keys: ['y', 'enter'],
    shown: 'y',
    word: 'yes, kill it',
    help: 'do it',
    works: confirming,
    press: (model) => ({
      model: { ...model, mode: { type: 'watching' } },
      act: model.mode.type === 'confirming-kill' ? { type: 'kill', peer: model.mode.peer } : undefined,
    }),
  },
  {
    keys: ['n', 'escape'],
    shown: 'n',
    word: 'no',
    help: 'leave it alone',
    works: confirming,
    press: (model) => only({ ...model, mode: { type: 'watching' } }),
  },
  {
    keys: ['?', 'escape'],
    shown: '?',
    word: 'back',
    help: 'leave this page',
    works: (model) => model.mode.type === 'help',
    press: (model) => only({ ...model, mode: { type: 'watching' } }),
  },
  {
    keys: ['?'],
    shown: '?',
    word: 'help',
    help: 'this page',
    works: watching,
    press: (model) => only({ ...model, mode: { type: 'help' } }),
  },
  {
    keys: ['q'],
    shown: 'q',
    word: 'quit',
    help: 'quit; so does Ctrl-C',
    works: () => true,
    press: (model) => ({ model, act: { type: 'quit' } }),
  },
]

/** The bindings that do something now. */
export function workingBindings(model: Model): readonly Binding[] {
  return BINDINGS.filter((binding) => binding.works(model))
}

/** A key that does nothing here changes nothing. */
export function press(model: Model, key: KeyName): Pressed {
  const binding = workingBindings(model).find(({ keys }) => keys.includes(key))
  return binding === undefined ? only(model) : binding.press(model, key)
}

/** What stands above the keys while a question is open: nothing else, or a sentence a row. */
export function questionOf(model: Model): readonly string[] {
  const { mode } = model
  if (mode.type !== 'confirming-kill') return []
  const peer = model.peers.find(({ id }) => id === mode.peer)
  return peer === undefined ? [] : consequenceOfKilling(model, peer)
}

function select(model: Model, by: number): Model {
  const last = model.peers.length - 1
  return { ...model, selected: Math.min(last, Math.max(0, model.selected + by)) }
}

function canKill(model: Model, peer: PeerModel | undefined): boolean {
  return model.canControl && peer?.running === true
}
