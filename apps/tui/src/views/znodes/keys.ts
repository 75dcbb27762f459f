/** The keys of the tree: moving and folding, how data is shown, and, where it is allowed, changing it. */
import { type Dashboard, only, type Pressed, withScreen, withView } from '../../model/dashboard.ts'
import type { Binding } from '../../view/view.ts'
import { createPrompt, deleteQuestion, editPrompt } from './changes.ts'
import { goTo } from './go-to.ts'
import { childPath, parentPath, treeRows } from './rows.ts'
import { DATA_FORMS, type ZnodesState } from './state.ts'

const PAGE = 10

const hasTree = ({ powers }: Dashboard): boolean => powers.tree
const mayChange = ({ powers }: Dashboard): boolean => powers.mayWrite
const stateOf = ({ screen }: Dashboard): ZnodesState => screen.views.znodes

export const ZNODE_KEYS: readonly Binding[] = [
  {
    keys: ['up', 'k', 'down', 'j'],
    shown: '↑↓',
    word: 'select',
    help: 'choose a znode',
    works: hasTree,
    press: (dashboard, key) => moved(dashboard, key === 'up' || key === 'k' ? -1 : 1),
  },
  {
    keys: ['right', 'l', 'enter'],
    shown: '→',
    word: 'unfold',
    help: 'show its children; on an unfolded one, go to the first',
    works: hasTree,
    press: (dashboard) => only(unfolded(dashboard)),
  },
  {
    keys: ['left', 'h'],
    shown: '←',
    word: 'fold',
    help: 'hide its children; on a folded one, go to its parent',
    works: hasTree,
    press: (dashboard) => only(folded(dashboard)),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    shown: 'g G',
    word: '',
    help: 'first, last',
    works: hasTree,
    press: (dashboard, key) => moved(dashboard, key === 'g' || key === 'home' ? -Infinity : Infinity),
  },
  {
    keys: ['page-up', 'page-down'],
    shown: 'PgUp PgDn',
    word: '',
    help: 'read on in its data',
    works: hasTree,
    press: (dashboard, key) => only(scrolled(dashboard, key === 'page-up' ? -PAGE : PAGE)),
  },
  {
    keys: ['f'],
    shown: 'f',
    word: 'form',
    help: 'show data as it seems best, as text, JSON or bytes',
    works: hasTree,
    press: (dashboard) => only(nextForm(dashboard)),
  },
  {
    keys: ['/'],
    shown: '/',
    word: 'go to',
    help: 'go to a path; tab completes it',
    works: hasTree,
    press: (dashboard) => only(pathPrompt(dashboard)),
  },
  {
    keys: ['c'],
    shown: 'c',
    word: 'create',
    help: 'create a child',
    works: mayChange,
    press: (dashboard) => only(createPrompt(dashboard)),
  },
  {
    keys: ['e'],
    shown: 'e',
    word: 'edit',
    help: 'change its data; refused when somebody else was quicker',
    works: mayChange,
    press: (dashboard) => only(editPrompt(dashboard)),
  },
  {
    keys: ['D'],
    shown: 'D',
    word: 'delete',
    help: 'delete it; asks first',
    works: (dashboard) => mayChange(dashboard) && stateOf(dashboard).chosen !== '/',
    press: (dashboard) => only(deleteQuestion(dashboard)),
  },
]

function moved(dashboard: Dashboard, by: number): Pressed {
  const rows = treeRows(stateOf(dashboard))
  const at = rows.findIndex(({ path }) => path === stateOf(dashboard).chosen)
  const to = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
  return only(to === undefined ? dashboard : withView(dashboard, 'znodes', { chosen: to.path, scrolled: 0 }))
}

function unfolded(dashboard: Dashboard): Dashboard {
  const { open, chosen, branches } = stateOf(dashboard)
  if (!open.has(chosen)) return withView(dashboard, 'znodes', { open: new Set([...open, chosen]) })
  const branch = branches.get(chosen)
  const [first] = branch?.type === 'children' ? branch.names : []
  return first === undefined
    ? dashboard
    : withView(dashboard, 'znodes', { chosen: childPath(chosen, first), scrolled: 0 })
}

/** What was unfolded below it is forgotten, and with it its watches. */
function folded(dashboard: Dashboard): Dashboard {
  const { open, chosen, branches } = stateOf(dashboard)
  if (!open.has(chosen)) return withView(dashboard, 'znodes', { chosen: parentPath(chosen), scrolled: 0 })
  const stays = (path: string): boolean => path !== chosen && !path.startsWith(childPath(chosen, ''))
  return withView(dashboard, 'znodes', {
    open: new Set([...open].filter(stays)),
    branches: new Map([...branches].filter(([path]) => stays(path))),
  })
}

function scrolled(dashboard: Dashboard, by: number): Dashboard {
  return withView(dashboard, 'znodes', { scrolled: Math.max(0, stateOf(dashboard).scrolled + by) })
}

function nextForm(dashboard: Dashboard): Dashboard {
  const at = DATA_FORMS.indexOf(stateOf(dashboard).form)
  return withView(dashboard, 'znodes', { form: DATA_FORMS[(at + 1) % DATA_FORMS.length] ?? 'auto', scrolled: 0 })
}

function pathPrompt(dashboard: Dashboard): Dashboard {
  const { chosen } = stateOf(dashboard)
  return withScreen(dashboard, {
    prompt: {
      type: 'line',
      label: 'go to ',
      text: chosen,
      at: chosen.length,
      complete: completePath,
      done: (some: Dashboard, text: string): Pressed => only(goTo(some, text.startsWith('/') ? text : `/${text}`)),
    },
  })
}

/** Among what was unfolded: nothing is fetched for it. */
function completePath(
  dashboard: Dashboard,
  text: string,
): { readonly text: string; readonly choices: readonly string[] } {
  const parent = parentPath(text)
  const branch = stateOf(dashboard).branches.get(parent)
  const paths = (branch?.type === 'children' ? branch.names : []).map((name) => childPath(parent, name))
  const fitting = paths.filter((path) => path.startsWith(text))
  return { text: commonStart(fitting) ?? text, choices: fitting.length > 1 ? fitting : [] }
}

function commonStart(texts: readonly string[]): string | undefined {
  return texts.length === 0
    ? undefined
    : texts.reduce((common, text) => {
        let same = 0
        while (same < common.length && common[same] === text[same]) same++
        return common.slice(0, same)
      })
}
