/** Every view, in the order of its digit. */
import type { View } from '../view/view.ts'
import { ELECTIONS_VIEW } from './elections/view.ts'
import { helpView } from './help/view.ts'
import { METRICS_VIEW } from './metrics/view.ts'
import { PEER_VIEW } from './peer/view.ts'
import { PEERS } from './peers/view.ts'
import { SESSIONS_VIEW } from './sessions/sessions-view.ts'
import { TRANSACTIONS_VIEW } from './transactions/view.ts'
import { WATCHES_VIEW } from './watches/watches-view.ts'
import { ZNODES_VIEW } from './znodes/znodes-view.ts'

const PAGES: readonly View[] = [
  PEERS,
  PEER_VIEW,
  ELECTIONS_VIEW,
  ZNODES_VIEW,
  SESSIONS_VIEW,
  WATCHES_VIEW,
  TRANSACTIONS_VIEW,
  METRICS_VIEW,
]

export const VIEWS: readonly View[] = [...PAGES, helpView(PAGES)]
