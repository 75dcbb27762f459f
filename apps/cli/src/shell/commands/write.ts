/** Commands that change. */
import { type Client, type CreateOptions, isZooKeeperError, type Transaction } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { parseAcl } from '../acl-text.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { printable, statJson, statLines } from '../output.ts'
import { subtree } from '../subtree.ts'

/** Bounds of one transaction, well inside what servers take. */
const BATCH_COUNT_MAX = 1000
const BATCH_CHARS_MAX = 100_000
/** How often everything is listed anew because somebody else changed it meanwhile. */
const ROUNDS_MAX = 20

export const create: ShellCommand = {
  name: 'create',
  usage: '[-s] [-e] [-c] [-t ttl] path [data] [acl]',
  summary: 'creates a znode; -s sequential, -e ephemeral, -c container, -t with a time to live in ms',
  options: { s: 'flag', e: 'flag', c: 'flag', t: 'value' },
  words: [1, 3],
  async run({ client, signal }, given) {
    const [word, data, acl] = given.words
    const ttlMs = given.integer('t')
    const options: CreateOptions = {
      ...{ sequential: given.has('s'), ephemeral: given.has('e'), container: given.has('c') },
      ...(ttlMs === undefined ? {} : { ttlMs }),
      ...(acl === undefined ? {} : { acl: parseAcl(acl) }),
    }
    const { path, stat } = await client.create(pathOf(word), data, { ...options, signal })
    return { lines: [`Created ${printable(path)}`], json: { path, stat: statJson(stat) } }
  },
}

export const set: ShellCommand = {
  name: 'set',
  usage: 'path data [-s] [-v version]',
  summary: 'changes what a znode holds; -v only over that version, -s prints the stat',
  options: { s: 'flag', v: 'value' },
  words: [2, 2],
  async run({ client, signal }, given) {
    const [word, data] = given.words
    const stat = await client.setData(pathOf(word), data, { version: given.integer('v') ?? -1, signal })
    return { lines: given.has('s') ? statLines(stat) : [], json: statJson(stat) }
  },
}

export const remove: ShellCommand = {
  name: 'delete',
  usage: '[-v version] path',
  summary: 'deletes a znode without children; -v only that version',
  options: { v: 'value' },
  words: [1, 1],
  async run({ client, signal }, given) {
    const path = pathOf(given.words[0])
    await client.delete(path, { version: given.integer('v') ?? -1, signal })
    return { lines: [], json: { deleted: 1 } }
  },
}

export const deleteall: ShellCommand = {
  name: 'deleteall',
  usage: 'path',
  summary: 'deletes a znode and everything below, in transactions of up to a thousand',
  options: {},
  words: [1, 1],
  async run({ client, signal }, { words }) {
    const path = pathOf(words[0])
    if (path === '/' || path === '/zookeeper' || path.startsWith('/zookeeper/'))
      throw new UsageError(`${path} belongs to the ensemble itself and cannot be deleted; name something below /`)
    const deleted = await deleteSubtree(client, path, signal)
    return { lines: [`Deleted ${deleted} ${deleted === 1 ? 'znode' : 'znodes'}`], json: { deleted } }
  },
}

async function deleteSubtree(client: Client, path: string, signal: AbortSignal): Promise<number> {
  let deleted = 0
  for (let round = 1; ; round++) {
    const paths = (await subtree(client, path, signal)).map((znode) => znode.path).reverse()
    try {
      for (const { transaction, count } of batches(client, paths)) {
        await transaction.commit({ signal })
        deleted += count
      }
      return deleted
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE', 'NOT_EMPTY') || round === ROUNDS_MAX) throw error
      if ((await client.exists(path, { signal })) === undefined) return deleted
    }
  }
}

/** Children before parents, in order, as `paths` is. */
function* batches(
  client: Client,
  paths: readonly string[],
): Generator<{ readonly transaction: Transaction; readonly count: number }> {
  let [transaction, count, chars] = [client.transaction(), 0, 0]
  for (const path of paths) {
    if (count === BATCH_COUNT_MAX || (count > 0 && chars + path.length > BATCH_CHARS_MAX)) {
      yield { transaction, count }
      ;[transaction, count, chars] = [client.transaction(), 0, 0]
    }
    transaction.delete(path)
    count++
    chars += path.length
  }
  if (count > 0) yield { transaction, count }
}
