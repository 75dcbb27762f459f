/** Changing the tree from the dashboard: create, edit, delete, each told afterwards. */
import { ask, type Dashboard, only, type Pressed, say, type World, withScreen } from '../../model/dashboard.ts'
import { count } from '../../words.ts'
import { textOf } from './data-rows.ts'
import { goTo } from './go-to.ts'
import { childPath, parentPath } from './rows.ts'

/** Longer data is for an editor: `quoll shell` has `edit`. */
const EDITABLE_BYTES = 4096

/** Two questions: its name, then its data. */
export function createPrompt(dashboard: Dashboard): Dashboard {
  const parent = dashboard.screen.views.znodes.chosen
  const label = `create ${childPath(parent, '')}`
  return line(dashboard, label, '', (some, name) => {
    if (name === '') return only(some)
    const path = childPath(parent, name)
    return only(line(some, `data of ${path}: `, '', (later, text) => work(later, (world) => create(world, path, text))))
  })
}

export function editPrompt(dashboard: Dashboard): Dashboard {
  const { content, chosen } = dashboard.screen.views.znodes
  if (content?.type !== 'read' || content.path !== chosen) return say(dashboard, 'its data is not here yet', 'warn')
  const { data, stat } = content.znode
  const text = data.length > EDITABLE_BYTES ? undefined : textOf(data)
  if (text === undefined || text.includes('\n'))
    return say(dashboard, `more than a line of text: use 'quoll shell' and 'edit ${chosen}'`, 'warn')
  return line(dashboard, `data of ${chosen}: `, text, (some, next) =>
    next === text ? only(say(some, 'nothing changed')) : work(some, (world) => set(world, chosen, next, stat.version)),
  )
}

export function deleteQuestion(dashboard: Dashboard): Dashboard {
  const { content, chosen } = dashboard.screen.views.znodes
  if (content?.type !== 'read' || content.path !== chosen) return say(dashboard, 'it is not here yet', 'warn')
  const { numChildren, version } = content.znode.stat
  if (numChildren > 0)
    return say(
      dashboard,
      `it has ${numChildren === 1 ? 'a child' : `${count(numChildren)} children`}: use 'quoll shell' and 'deleteall ${chosen}'`,
      'warn',
    )
  return withScreen(dashboard, {
    prompt: {
      type: 'question',
      sentences: [`delete ${chosen}? it is gone for every client, and cannot be brought back`],
      word: 'yes, delete it',
      yes: (some) => work(some, (world) => remove(world, chosen, version)),
    },
  })
}

async function create(world: World, path: string, text: string): Promise<void> {
  const made = await world.source.tree?.write?.create(path, new TextEncoder().encode(text), 'persistent')
  if (made !== undefined) world.change((dashboard) => say(goTo(dashboard, made), `${made} was created`, 'good'))
}

async function set(world: World, path: string, text: string, version: number): Promise<void> {
  await world.source.tree?.write?.set(path, new TextEncoder().encode(text), version)
  world.change((dashboard) => say(dashboard, `the data of ${path} was changed`, 'good'))
}

async function remove(world: World, path: string, version: number): Promise<void> {
  await world.source.tree?.write?.delete(path, version)
  world.change((dashboard) => say(goTo(dashboard, parentPath(path)), `${path} was deleted`, 'good'))
}

function line(
  dashboard: Dashboard,
  label: string,
  text: string,
  done: (dashboard: Dashboard, text: string) => Pressed,
): Dashboard {
  return withScreen(dashboard, { prompt: { type: 'line', label, text, at: text.length, done } })
}

function work(dashboard: Dashboard, errand: (world: World) => Promise<void>): Pressed {
  return ask(dashboard, { type: 'work', work: errand })
}
