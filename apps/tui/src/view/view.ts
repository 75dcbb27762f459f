/** What a view is: a page of the dashboard, drawn from the whole of it, with keys of its own. One folder each in `views/`. */
import type { Dashboard, KeyName, Pressed, ViewName, World } from '../model/dashboard.ts'
import type { Detail } from '../source.ts'
import type { Line } from './line.ts'

/** Cells. What a view gets lies between the header and the keys. */
export type Room = { readonly columns: number; readonly rows: number }

export type View = {
  readonly name: ViewName
  readonly title: string
  /** The key that opens it. */
  readonly digit: string
  readonly wants?: readonly Detail[]
  /** At most `room.rows` rows, none wider than `room.columns`. Pure. */
  lines(dashboard: Dashboard, room: Room): readonly Line[]
  /** What is said instead, a sentence a line, where a picture says nothing to who listens; without it the rows are read. */
  spoken?(dashboard: Dashboard): readonly string[]
  /** Asked before the global ones. */
  readonly bindings: readonly Binding[]
  /** For a view that needs more than records: begun once, told of every change. */
  attend?(world: World): Attendant
}

export type Binding = {
  readonly keys: readonly KeyName[]
  /** As the footer writes it: the keys, and a word. An empty word: only the help page tells. */
  readonly shown: string
  readonly word: string
  /** A few words for the help page. */
  readonly help: string
  works(dashboard: Dashboard): boolean
  press(dashboard: Dashboard, key: KeyName): Pressed
}

/** Looks at what is on show and fetches what it lacks. */
export type Attendant = {
  /** Called after every change of the dashboard: must be cheap when nothing of its own changed. */
  see(dashboard: Dashboard): void
  close(): void
}
