/** (dashboard, key) → dashboard and what is asked of the world. What is open at the bottom comes first, then the view, then the rest. */
import { type Dashboard, type KeyName, only, type Pressed, withScreen } from '../model/dashboard.ts'
import type { Binding } from '../view/view.ts'
import { VIEWS } from '../views/index.ts'
import { GLOBAL_BINDINGS } from './global-bindings.ts'
import { pressInPrompt } from './prompt-keys.ts'

/** A key that does nothing here changes nothing but the message. */
export function press(dashboard: Dashboard, key: KeyName): Pressed {
  if (dashboard.screen.prompt !== undefined) {
    // The way out of everything.
    if (key === 'ctrl-c' && dashboard.screen.prompt.type !== 'line') return { dashboard, acts: [{ type: 'quit' }] }
    return pressInPrompt(dashboard, key)
  }
  const fresh = dashboard.screen.message === undefined ? dashboard : withScreen(dashboard, { message: undefined })
  const binding = workingBindings(fresh).find(({ keys }) => keys.includes(key))
  return binding === undefined ? only(fresh) : binding.press(fresh, key)
}

/** The bindings that do something now, the view's own first. */
export function workingBindings(dashboard: Dashboard): readonly Binding[] {
  return [...bindingsOf(dashboard), ...GLOBAL_BINDINGS].filter((binding) => binding.works(dashboard))
}

/** Of the view on show. */
export function bindingsOf({ screen }: Dashboard): readonly Binding[] {
  return VIEWS.find(({ name }) => name === screen.view)?.bindings ?? []
}
