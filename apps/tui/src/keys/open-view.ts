/** From view to view. */
import { type Dashboard, type ViewName, withScreen } from '../model/dashboard.ts'

/** Escape leads back to where it was opened from. */
export function openView(dashboard: Dashboard, view: ViewName): Dashboard {
  const { screen } = dashboard
  return screen.view === view ? dashboard : withScreen(dashboard, { view, before: screen.view })
}

export function closeView(dashboard: Dashboard): Dashboard {
  const { view, before } = dashboard.screen
  return withScreen(dashboard, { view: before === view ? 'peers' : before, before: 'peers' })
}
