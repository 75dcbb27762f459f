/** Everything that is on show, as one value, and what keys may ask: of the screen, of time, and of the world. */
import type { Action, ActionType, Fault } from '../control.ts'
import type { EnsembleSource, SourceKind } from '../source.ts'
import type { Tone } from '../view/line.ts'
import type { Ensemble } from './ensemble.ts'
import type { ViewStates } from './view-states.ts'

export type Dashboard = {
  /** As it was at `nowMs`. */
  readonly ensemble: Ensemble
  /** The moment on show, on the clock of the trace. */
  readonly nowMs: number
  readonly playback: PlaybackState
  readonly powers: Powers
  readonly screen: ScreenState
}

export type PlaybackState = {
  readonly kind: SourceKind
  /** `following`: the newest is on show, as it comes. */
  readonly mode: 'following' | 'playing' | 'paused'
  /** Times real time. */
  readonly speed: number
  /** Records taken in, of how many there are; both count from the first that ever came. */
  readonly taken: number
  readonly known: number
  /** The first and the last moment there is, on the clock of the trace. */
  readonly beginMs: number
  readonly endMs: number
}

/** What can be done from here, now. */
export type Powers = {
  readonly actions: ReadonlySet<ActionType>
  readonly faults: readonly Fault[]
  /** Nothing may be changed from here: no faults, no writes. */
  readonly readonly: boolean
  readonly tree: boolean
  /** Znodes can be changed from here. */
  readonly mayWrite: boolean
}

export type ViewName =
  | 'peers'
  | 'peer'
  | 'elections'
  | 'znodes'
  | 'sessions'
  | 'watches'
  | 'transactions'
  | 'metrics'
  | 'help'

/** `views` holds the state of each view, by its name. */
export type ScreenState = {
  readonly view: ViewName
  /** Where escape leads. */
  readonly before: ViewName
  /** The chosen peer, by id: the same in every view. */
  readonly peer: number
  /** What is open at the bottom, and gets every key. */
  readonly prompt: Prompt | undefined
  /** The answer to the last key or command, until the next key. */
  readonly message: Message | undefined
  /** Command lines entered, newest last. */
  readonly history: readonly string[]
  readonly views: ViewStates
}

export type Message = { readonly text: string; readonly tone: Tone }

/**
 * A printable character as it is (`k`, `K`, `/`), or a name: `up`, `down`, `left`, `right`, `enter`, `escape`, `tab`, `shift-tab`,
 * `space`, `backspace`, `delete`, `page-up`, `page-down`, `home`, `end`, `ctrl-c`, …
 */
export type KeyName = string

/** What a key led to. */
export type Pressed = { readonly dashboard: Dashboard; readonly acts: readonly Act[] }

/** What is asked of the world. */
export type Act =
  | { readonly type: 'quit' }
  | { readonly type: 'perform'; readonly action: Action }
  | { readonly type: 'playback'; readonly move: Move }
  /** Anything else that takes time; a rejection becomes the message on the screen. */
  | { readonly type: 'work'; readonly work: (world: World) => Promise<void> }

export type Move =
  | { readonly type: 'toggle' }
  | { readonly type: 'step'; readonly back: boolean }
  | { readonly type: 'election'; readonly back: boolean }
  | { readonly type: 'speed'; readonly faster: boolean }
  | { readonly type: 'newest' }
  | { readonly type: 'oldest' }
  /** On the clock of the trace. */
  | { readonly type: 'moment'; readonly atMs: number }

/** Where work is done. */
export type World = {
  readonly source: EnsembleSource
  /** Aborts when the dashboard ends. */
  readonly signal: AbortSignal
  /** What came of it. */
  change(change: (dashboard: Dashboard) => Dashboard): void
}

export type Prompt = LinePrompt | Question | Menu

/** A line of text to type. `text` is what stands there, `at` where the cursor is, in characters. */
export type LinePrompt = {
  readonly type: 'line'
  readonly label: string
  readonly text: string
  readonly at: number
  /** Earlier lines that up and down bring back, newest last. */
  readonly history?: readonly string[]
  /** After every change, for what is seen at once. */
  changed?(dashboard: Dashboard, text: string): Dashboard
  complete?(dashboard: Dashboard, text: string): Completion
  done(dashboard: Dashboard, text: string): Pressed
  escaped?(dashboard: Dashboard): Dashboard
}

/** `text` replaces what was typed; `choices` are shown when it is not decided yet. */
export type Completion = { readonly text: string; readonly choices: readonly string[] }

/** Yes or no. */
export type Question = {
  readonly type: 'question'
  /** What is asked, and what follows from a yes. */
  readonly sentences: readonly string[]
  /** As the footer says it: `yes, kill it`. */
  readonly word: string
  yes(dashboard: Dashboard): Pressed
}

export type Menu = {
  readonly type: 'menu'
  readonly title: string
  readonly items: readonly MenuItem[]
  readonly chosen: number
}

export type MenuItem = {
  readonly key: KeyName
  readonly word: string
  readonly help: string
  pick(dashboard: Dashboard): Pressed
}

/** The screen changes, the world does not. */
export function only(dashboard: Dashboard): Pressed {
  return { dashboard, acts: [] }
}

export function ask(dashboard: Dashboard, ...acts: readonly Act[]): Pressed {
  return { dashboard, acts }
}

export function withScreen(dashboard: Dashboard, screen: Partial<ScreenState>): Dashboard {
  return { ...dashboard, screen: { ...dashboard.screen, ...screen } }
}

/** Changes the state of one view. */
export function withView<Name extends keyof ViewStates>(
  dashboard: Dashboard,
  name: Name,
  change: Partial<ViewStates[Name]>,
): Dashboard {
  const { views } = dashboard.screen
  return withScreen(dashboard, { views: { ...views, [name]: { ...views[name], ...change } } })
}

export function say(dashboard: Dashboard, text: string, tone: Tone = 'plain'): Dashboard {
  return withScreen(dashboard, { message: { text, tone } })
}
