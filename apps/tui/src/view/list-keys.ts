/** The keys of every list: up and down, ends, pages, and `/` to filter. */
import { type Dashboard, only, type Pressed, withScreen, withView } from '../model/dashboard.ts'
import type { ViewStates } from '../model/view-states.ts'
import { type ListState, NEW_LIST } from './list-state.ts'
import type { Binding } from './view.ts'

type ListName = { [Name in keyof ViewStates]: ViewStates[Name] extends ListState ? Name : never }[keyof ViewStates]

const PAGE = 10

/** @param count rows on show now. */
export function listKeys(name: ListName, what: string, count: (dashboard: Dashboard) => number): readonly Binding[] {
  const move = (dashboard: Dashboard, to: number): Pressed => {
    const chosen = Math.max(0, Math.min(to, count(dashboard) - 1))
    return only(withView(dashboard, name, { chosen }))
  }
  const at = ({ screen }: Dashboard): number => screen.views[name].chosen
  const isList = (dashboard: Dashboard): boolean => count(dashboard) > 1
  return [
    {
      keys: ['up', 'k', 'down', 'j'],
      shown: '↑↓',
      word: 'select',
      help: `choose ${what}`,
      works: isList,
      press: (dashboard, key) => move(dashboard, at(dashboard) + (key === 'up' || key === 'k' ? -1 : 1)),
    },
    {
      keys: ['page-up', 'page-down'],
      shown: 'PgUp PgDn',
      word: '',
      help: 'ten further',
      works: isList,
      press: (dashboard, key) => move(dashboard, at(dashboard) + (key === 'page-up' ? -PAGE : PAGE)),
    },
    {
      keys: ['g', 'home', 'G', 'end'],
      shown: 'g G',
      word: '',
      help: 'first, last',
      works: isList,
      press: (dashboard, key) => move(dashboard, key === 'g' || key === 'home' ? 0 : count(dashboard) - 1),
    },
    {
      keys: ['/'],
      shown: '/',
      word: 'filter',
      help: 'show only what has a text in it; escape shows all again',
      works: () => true,
      press: (dashboard) => only(filterPrompt(dashboard, name)),
    },
    {
      keys: ['escape'],
      shown: 'esc',
      word: 'show all',
      help: 'take the filter away',
      works: ({ screen }) => screen.views[name].filter !== '',
      press: (dashboard) => only(withView(dashboard, name, NEW_LIST)),
    },
  ]
}

/** Is the filter in one of these texts, in any case? */
export function passes(filter: string, ...texts: readonly (string | undefined)[]): boolean {
  const wanted = filter.toLowerCase()
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted) === true)
}

function filterPrompt(dashboard: Dashboard, name: ListName): Dashboard {
  const before = dashboard.screen.views[name].filter
  const filtered = (some: Dashboard, filter: string): Dashboard => withView(some, name, { filter, chosen: 0 })
  return withScreen(dashboard, {
    prompt: {
      type: 'line',
      label: '/',
      text: before,
      at: before.length,
      changed: filtered,
      done: (some: Dashboard, text: string): Pressed => only(filtered(some, text)),
      escaped: (some: Dashboard) => filtered(some, before),
    },
  })
}
