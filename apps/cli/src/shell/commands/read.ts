/** Commands that look. */
import type { WatchCallback } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand, type ShellContext } from '../command.ts'
import { dataJson, dataLines, hexLines, toBase64 } from '../data-text.ts'
import { listLine, printable, statJson, statLines } from '../output.ts'
import { eventOutput } from '../shell-watches.ts'
import { subtree } from '../subtree.ts'

const STAT = { says: 'prints the stat too' }
const WATCH = { says: 'watches for the next change, and prints it when it comes' }

export const ls: ShellCommand = {
  name: 'ls',
  group: 'look',
  usage: '[-s] [-w] [-R] path',
  summary: 'lists children',
  options: { s: STAT, w: WATCH, R: { says: 'lists everything below, one path a line' } },
  words: [1, 1],
  examples: ['ls /', 'ls -s /app', 'ls -R /app'],
  json: ['path', 'children', 'stat'],
  async run(context, given) {
    const path = pathOf(given.words[0])
    if (given.has('R')) {
      const znodes = await subtree(context.client, path, context)
      const paths = znodes.map((znode) => znode.path)
      return { lines: paths.map(printable), json: { path, children: paths, stat: statJson(znodes[0]!.stat) } }
    }
    const watched = readOptions(context, path, 'child', given.has('w'))
    const { children, stat } = await watched.read((options) => context.client.getChildren(path, options))
    return {
      lines: [listLine(children), ...(given.has('s') ? statLines(stat) : [])],
      json: { path, children: [...children].sort(), stat: statJson(stat) },
    }
  },
}

export const get: ShellCommand = {
  name: 'get',
  group: 'look',
  usage: '[-s] [-w] [-b | -x] path',
  summary: 'prints what a znode holds',
  options: { s: STAT, w: WATCH, b: { says: 'prints it as base64' }, x: { says: 'prints it as hexadecimal digits' } },
  words: [1, 1],
  examples: ['get /app', 'get -s /app', 'get -x /app'],
  json: ['path', 'data', 'encoding', 'stat'],
  async run(context, given) {
    const path = pathOf(given.words[0])
    if (given.has('b') && given.has('x')) throw new UsageError('it is printed as base64 (-b) or hexadecimal (-x)')
    const watched = readOptions(context, path, 'data', given.has('w'))
    const { data, stat } = await watched.read((options) => context.client.getData(path, options))
    const json = dataJson(data)
    const inBase64 =
      given.has('b') && data !== undefined ? ({ data: toBase64(data), encoding: 'base64' } as const) : json
    const lines =
      data === undefined
        ? dataLines(data)
        : given.has('b')
          ? [toBase64(data)]
          : given.has('x')
            ? hexLines(data)
            : dataLines(data)
    return {
      lines: [...lines, ...(given.has('s') ? statLines(stat) : [])],
      json: { path, ...inBase64, stat: statJson(stat) },
    }
  },
}

export const stat: ShellCommand = {
  name: 'stat',
  group: 'look',
  usage: '[-w] path',
  summary: 'prints versions, times, sizes and the owner',
  options: { w: WATCH },
  words: [1, 1],
  examples: ['stat /app'],
  json: ['path', 'stat'],
  async run(context, given) {
    const path = pathOf(given.words[0])
    // Read, so that a path without a znode is an error like everywhere else.
    const watched = readOptions(context, path, 'data', given.has('w'))
    const { stat: found } = await watched.read((options) => context.client.getData(path, options))
    return { lines: statLines(found), json: { path, stat: statJson(found) } }
  },
}

export const getEphemerals: ShellCommand = {
  name: 'getEphemerals',
  group: 'look',
  usage: '[path]',
  summary: "lists this session's ephemeral znodes",
  options: {},
  words: [0, 1],
  examples: ['getEphemerals', 'getEphemerals /app'],
  json: ['ephemerals'],
  async run({ client, signal }, { words }) {
    const paths = [...(await client.getEphemerals(words[0] ?? '/', { signal }))].sort()
    return { lines: [listLine(paths)], json: { ephemerals: paths } }
  },
}

export const getAllChildrenNumber: ShellCommand = {
  name: 'getAllChildrenNumber',
  group: 'look',
  usage: 'path',
  summary: 'counts everything below',
  options: {},
  words: [1, 1],
  examples: ['getAllChildrenNumber /app'],
  json: ['path', 'count'],
  async run({ client, signal }, { words }) {
    const path = pathOf(words[0])
    const count = await client.getAllChildrenNumber(path, { signal })
    return { lines: [`${count}`], json: { path, count } }
  },
}

type Options = { readonly signal: AbortSignal; readonly watch?: WatchCallback }

/** The watch outlives the command's own signal: it tells whenever it fires, unless it is taken back by removewatches. */
export function readOptions(
  { client, signal, print, promise, watches }: ShellContext,
  path: string,
  sort: 'child' | 'data',
  watched: boolean,
): { read<T>(ask: (options: Options) => Promise<T>): Promise<T> } {
  if (!watched) return { read: (ask) => ask({ signal }) }
  return {
    async read(ask) {
      const { signal: taken, over } = watches.add(path, sort)
      let end = (): void => {}
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      for (const one of [signal, client.signal, taken]) one.addEventListener('abort', end, { once: true })
      const watch: WatchCallback = (event) => {
        over()
        if (watches.isPrinting) print(eventOutput(event))
        end()
      }
      try {
        const answer = await ask({ signal: taken, watch })
        promise(ended)
        return answer
      } catch (error) {
        over()
        throw error
      }
    },
  }
}
