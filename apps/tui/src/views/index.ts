/** Every view, in the order of its digit. */
import type { View } from '../view/view.ts'
import { SESSIONS_VIEW } from './sessions/sessions-view.ts'
import { WATCHES_VIEW } from './watches/watches-view.ts'
import { ZNODES_VIEW } from './znodes/znodes-view.ts'

export const VIEWS: readonly View[] = [ZNODES_VIEW, SESSIONS_VIEW, WATCHES_VIEW]
