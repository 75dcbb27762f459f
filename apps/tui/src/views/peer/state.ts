/** What the view of one peer remembers. Which peer it is, all views share. */

export type PeerState = {
  /** Rows scrolled past. */
  readonly scrolled: number
}

export const NEW_PEER: PeerState = { scrolled: 0 }
