/** Choosing a znode by its path. */
import { type Dashboard, withView } from '../../model/dashboard.ts'
import { withAncestors } from './rows.ts'

/** What is above it is unfolded. */
export function goTo(dashboard: Dashboard, path: string): Dashboard {
  const { open } = dashboard.screen.views.znodes
  const above = withAncestors(path).slice(0, -1)
  return withView(dashboard, 'znodes', { chosen: path, scrolled: 0, open: new Set([...open, ...above]) })
}
