/** What each view remembers: where it is scrolled to, what it filters by. One field per view, defined beside the view. */
import { newPeersState, type PeersState } from '../views/peers/state.ts'

export type ViewStates = {
  readonly peers: PeersState
}

export function newViewStates(): ViewStates {
  return { peers: newPeersState() }
}
