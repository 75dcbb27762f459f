/** Watches that stay, and what becomes of those that were set. */
import { type WatchEvent, ZooKeeperError } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { eventOutput, removedOutput, type WatchSort } from '../shell-watches.ts'

const MODES: Readonly<Record<string, WatchSort>> = {
  PERSISTENT: 'persistent',
  PERSISTENT_RECURSIVE: 'persistent-recursive',
}
const ALL: readonly WatchSort[] = ['child', 'data', 'persistent', 'persistent-recursive']

export const addWatch: ShellCommand = {
  name: 'addWatch',
  group: 'watch',
  usage: '[-m mode] path',
  summary: 'prints every change from now on, while you go on',
  options: {
    m: {
      value: 'mode',
      says: 'PERSISTENT: the znode and its list of children; PERSISTENT_RECURSIVE (unless said): also all below',
    },
  },
  words: [1, 1],
  examples: ['addWatch /app', 'addWatch -m PERSISTENT /app'],
  json: ['path', 'mode'],
  async run({ client, signal, watches, promise, print }, given) {
    const path = pathOf(given.words[0])
    const mode = given.text('m') ?? 'PERSISTENT_RECURSIVE'
    const sort = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined
    if (sort === undefined) throw new UsageError(`-m takes ${Object.keys(MODES).join(' or ')}, not "${mode}"`)
    const { signal: taken, over } = watches.add(path, sort)
    const stream = client.watch(path, { recursive: sort === 'persistent-recursive', signal: taken })
    // Behind the request that sets it: when this is answered, it is set.
    await client.exists(path, { signal })
    const isAlone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    const told = tell(stream, taken, (event) => {
      if (watches.isPrinting) print(eventOutput(event))
    }).finally(over)
    promise(Promise.race([told, isAlone]))
    return { lines: [], json: { path, mode } }
  },
}

/** Until the stream ends; when it was taken back, or the session is over, that is all there is to it. */
async function tell(
  stream: AsyncIterable<WatchEvent>,
  taken: AbortSignal,
  hear: (event: WatchEvent) => void,
): Promise<void> {
  try {
    for await (const event of stream) hear(event)
  } catch (error) {
    if (!taken.aborted && !(error instanceof ZooKeeperError)) throw error
  }
}

export const removewatches: ShellCommand = {
  name: 'removewatches',
  group: 'watch',
  usage: 'path [-c | -d | -a] [-l]',
  summary: 'takes back watches that were set here',
  options: {
    c: { says: 'those of ls -w' },
    d: { says: 'those of get -w and stat -w' },
    a: { says: 'all of them, as without an option' },
    l: { says: 'also while there is no connection' },
  },
  words: [1, 1],
  examples: ['removewatches /app', 'removewatches -c /app'],
  json: ['path', 'removed'],
  async run({ client, signal, watches }, given) {
    const path = pathOf(given.words[0])
    const chosen = ['c', 'd', 'a'].filter((letter) => given.has(letter))
    if (chosen.length > 1) throw new UsageError('it takes one of -c, -d and -a')
    const sorts: readonly WatchSort[] = chosen[0] === 'c' ? ['child'] : chosen[0] === 'd' ? ['data'] : ALL
    if (!given.has('l') && client.state !== 'connected') await client.exists(path, { signal })
    const removed = watches.remove(path, sorts)
    if (removed.length === 0)
      throw new ZooKeeperError('NO_WATCHER', `no watch of this sort is set at ${path} from this shell`, { path })
    return removedOutput(path, removed)
  },
}

export const printwatches: ShellCommand = {
  name: 'printwatches',
  group: 'watch',
  usage: '[on | off]',
  summary: 'says or chooses whether watches print what they see',
  options: {},
  words: [0, 1],
  examples: ['printwatches', 'printwatches off', 'printwatches on'],
  json: ['printwatches'],
  offline: true,
  async run({ watches }, { words: [choice] }) {
    if (choice !== undefined && choice !== 'on' && choice !== 'off')
      throw new UsageError(`printwatches takes on or off, not "${choice}"`)
    if (choice !== undefined) watches.isPrinting = choice === 'on'
    const text = watches.isPrinting ? 'on' : 'off'
    return { lines: choice === undefined ? [`printwatches is ${text}`] : [], json: { printwatches: text } }
  },
}
