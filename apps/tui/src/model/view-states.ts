/** What each view remembers: where it is scrolled to, what it filters by. One field per view, defined beside the view. */
import { type ListState, NEW_LIST } from '../view/list-state.ts'
import { type ElectionsState, newElectionsState } from '../views/elections/state.ts'
import { type HelpState, NEW_HELP } from '../views/help/state.ts'
import { type MetricsState, newMetricsState } from '../views/metrics/state.ts'
import { NEW_PEER, type PeerState } from '../views/peer/state.ts'
import { newPeersState, type PeersState } from '../views/peers/state.ts'
import { newZnodesState, type ZnodesState } from '../views/znodes/state.ts'

export type ViewStates = {
  readonly peers: PeersState
  readonly peer: PeerState
  readonly elections: ElectionsState
  readonly sessions: ListState
  readonly watches: ListState
  readonly znodes: ZnodesState
  readonly transactions: ListState
  readonly metrics: MetricsState
  readonly help: HelpState
}

export function newViewStates(): ViewStates {
  return {
    peers: newPeersState(),
    peer: NEW_PEER,
    elections: newElectionsState(),
    sessions: NEW_LIST,
    watches: NEW_LIST,
    znodes: newZnodesState(),
    transactions: NEW_LIST,
    metrics: newMetricsState(),
    help: NEW_HELP,
  }
}
