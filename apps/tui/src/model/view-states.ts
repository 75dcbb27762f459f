/** What each view remembers: where it is scrolled to, what it filters by. One field per view, defined beside the view. */
import { type ListState, NEW_LIST } from '../view/list-state.ts'
import { newPeersState, type PeersState } from '../views/peers/state.ts'
import { newZnodesState, type ZnodesState } from '../views/znodes/state.ts'

export type ViewStates = {
  readonly peers: PeersState
  readonly sessions: ListState
  readonly watches: ListState
  readonly znodes: ZnodesState
}

export function newViewStates(): ViewStates {
  return { peers: newPeersState(), sessions: NEW_LIST, watches: NEW_LIST, znodes: newZnodesState() }
}
