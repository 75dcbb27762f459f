/** What the main view remembers: how its story is filtered and scrolled. */

export type PeersState = {
  /** Only sentences with this in them, in any case; empty: all. */
  readonly filter: string
  /** Sentences scrolled past, from the newest. */
  readonly scrolled: number
}

export function newPeersState(): PeersState {
  return { filter: '', scrolled: 0 }
}
