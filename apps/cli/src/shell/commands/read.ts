/** Commands that look. */
import { textOf, type WatchCallback } from '@quoll/client'
import { eventOutput, pathOf, type ShellCommand, type ShellContext } from '../command.ts'
import { listLine, printable, statJson, statLines } from '../output.ts'
import { subtree } from '../subtree.ts'

export const ls: ShellCommand = {
  name: 'ls',
  usage: '[-s] [-w] [-R] path',
  summary: 'lists children; -s with the stat, -w watches for the next change, -R everything below',
  options: { s: 'flag', w: 'flag', R: 'flag' },
  words: [1, 1],
  async run(context, given) {
    const path = pathOf(given.words[0])
    if (given.has('R')) {
      const paths = (await subtree(context.client, path, context.signal)).map((znode) => znode.path)
      return { lines: paths.map(printable), json: paths }
    }
    const { children, stat } = await context.client.getChildren(path, readOptions(context, given.has('w')))
    const withStat = given.has('s')
    return {
      lines: [listLine(children), ...(withStat ? statLines(stat) : [])],
      json: withStat ? { children: [...children].sort(), stat: statJson(stat) } : [...children].sort(),
    }
  },
}

export const get: ShellCommand = {
  name: 'get',
  usage: '[-s] [-w] path',
  summary: 'prints what a znode holds; -s with the stat, -w watches for the next change',
  options: { s: 'flag', w: 'flag' },
  words: [1, 1],
  async run(context, given) {
    const { data, stat } = await context.client.getData(pathOf(given.words[0]), readOptions(context, given.has('w')))
    const text = data === undefined ? null : textOf(data)
    return {
      lines: [printable(text ?? 'null'), ...(given.has('s') ? statLines(stat) : [])],
      json: given.has('s') ? { data: text, stat: statJson(stat) } : { data: text },
    }
  },
}

export const stat: ShellCommand = {
  name: 'stat',
  usage: '[-w] path',
  summary: 'prints versions, times, sizes and the owner; -w watches for the next change',
  options: { w: 'flag' },
  words: [1, 1],
  async run(context, given) {
    const path = pathOf(given.words[0])
    // Read, so that a path without a znode is an error like everywhere else.
    const { stat: found } = await context.client.getData(path, readOptions(context, given.has('w')))
    return { lines: statLines(found), json: statJson(found) }
  },
}

export const getEphemerals: ShellCommand = {
  name: 'getEphemerals',
  usage: '[prefix]',
  summary: "lists this session's ephemeral znodes",
  options: {},
  words: [0, 1],
  async run({ client, signal }, { words }) {
    const paths = [...(await client.getEphemerals(words[0] ?? '/', { signal }))].sort()
    return { lines: [listLine(paths)], json: paths }
  },
}

export const getAllChildrenNumber: ShellCommand = {
  name: 'getAllChildrenNumber',
  usage: 'path',
  summary: 'counts everything below',
  options: {},
  words: [1, 1],
  async run({ client, signal }, { words }) {
    const count = await client.getAllChildrenNumber(pathOf(words[0]), { signal })
    return { lines: [`${count}`], json: count }
  },
}

/** The watch outlives the command's own signal: it tells whenever it fires. */
function readOptions(
  { client, signal, print, promise }: ShellContext,
  watched: boolean,
): { readonly signal?: AbortSignal; readonly watch?: WatchCallback } {
  if (!watched) return { signal }
  let fired = (): void => {}
  promise(
    new Promise((resolve) => {
      fired = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
      client.signal.addEventListener('abort', () => resolve(), { once: true })
    }),
  )
  const watch: WatchCallback = (event) => {
    print(eventOutput(event))
    fired()
  }
  return { watch }
}
