/** Every key, every command and every column, made from the tables that do the work. */
import { ACTION_FORMS } from '../../action-text.ts'
import { VERBS } from '../../command/verbs.ts'
import { GLOBAL_BINDINGS } from '../../keys/global-bindings.ts'
import { type Dashboard, only, withView } from '../../model/dashboard.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { EMPTY, fit, type Line, span, wrap } from '../../view/line.ts'
import type { Binding, View } from '../../view/view.ts'
import { COLUMNS } from '../peers/columns.ts'

const LABEL = 22

export function helpView(views: readonly View[]): View {
  return {
    name: 'help',
    title: 'help',
    digit: '9',
    bindings: [scrolling(views)],
    lines: (dashboard, room) => {
      const page = pageOf(views, dashboard, room.columns)
      const first = Math.min(dashboard.screen.views.help.scrolled, Math.max(0, page.length - room.rows))
      return page.slice(first, first + room.rows)
    },
  }
}

function scrolling(views: readonly View[]): Binding {
  return {
    keys: Object.keys(STEPS),
    shown: `${GLYPHS.up}${GLYPHS.down}`,
    word: 'scroll',
    help: 'scroll this page; PgUp, PgDn, g and G too',
    works: () => true,
    press: (dashboard, key) => {
      const last = pageOf(views, dashboard, NARROW).length - IN_SIGHT
      const to = dashboard.screen.views.help.scrolled + (STEPS[key] ?? 0)
      return only(withView(dashboard, 'help', { scrolled: Math.min(last, Math.max(0, to)) }))
    },
  }
}

const NARROW = 80
/** As far as it goes. */
const ALL = Number.POSITIVE_INFINITY
/** The page does not know how many rows it gets: this many stay in sight. */
const IN_SIGHT = 8
const STEPS: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  'page-up': -10,
  'page-down': 10,
  g: -ALL,
  home: -ALL,
  G: ALL,
  end: ALL,
}

function pageOf(views: readonly View[], { powers, screen }: Dashboard, width: number): readonly Line[] {
  const from = views.find(({ name }) => name === screen.before)
  const columns = COLUMNS.map(({ title, help }) => entry(title, help, width))
  const forms =
    powers.actions.size === 0
      ? []
      : [heading('commands that break and heal'), ...ACTION_FORMS.map((form) => [span(`  :${form}`, 'key')])]
  return [
    ...(from === undefined ? [] : [heading(`keys in ${from.title}`), ...keysOf(from.bindings, width), EMPTY]),
    heading('keys everywhere'),
    ...keysOf(GLOBAL_BINDINGS, width),
    EMPTY,
    heading('commands'),
    ...VERBS.flatMap(({ form, help }) => entry(`:${form}`, help, width)),
    ...forms,
    EMPTY,
    heading('the table of peers'),
    ...columns.flat(),
    ...views
      .filter((view) => view !== from)
      .flatMap((view) => [EMPTY, heading(`keys in ${view.title}`), ...keysOf(view.bindings, width)]),
  ]
}

function keysOf(bindings: readonly Binding[], width: number): readonly Line[] {
  return bindings.filter(({ help }) => help !== '').flatMap(({ shown, help }) => entry(shown, help, width))
}

function heading(text: string): Line {
  return [span(` ${text}`, 'strong')]
}

function entry(label: string, help: string, width: number): readonly Line[] {
  return wrap(help, width - LABEL - 3).map((part, i) => [
    span(`  ${fit(i === 0 ? label : '', LABEL)}`, 'key'),
    span(part, 'quiet'),
  ])
}
