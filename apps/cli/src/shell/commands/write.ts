/** Commands that change one znode, and the one that deletes many. */
import type { CreateOptions } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { parseAcl } from '../acl-text.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { dataOf, INPUT_LETTERS } from '../data-text.ts'
import { BATCH_COUNT_MAX, deleteSubtree } from '../delete-subtree.ts'
import { printable, statJson, statLines } from '../output.ts'
import { isReserved } from '../subtree.ts'

const VERSION = { value: 'version', says: 'only if this is its version' }

export const create: ShellCommand = {
  name: 'create',
  group: 'change',
  usage: '[-s] [-e] [-c] [-t ttl] [-b | -x] path [data] [acl]',
  summary: 'creates a znode',
  options: {
    s: { says: 'sequential: the ensemble puts a number behind the name' },
    e: { says: 'ephemeral: goes with this session' },
    c: { says: 'container: removed by the ensemble some time after its last child went' },
    t: { value: 'ttl', says: 'removed when nobody changed it for so many milliseconds and it has no children' },
    ...INPUT_LETTERS,
  },
  words: [1, 3],
  notes: ['Without data it holds null, which is not the same as "".'],
  examples: [
    'create /app',
    'create /app/config "hello world" world:anyone:cdrwa',
    'create -s -e /app/worker- here',
    'create -x /app/flags 00ff',
  ],
  json: ['path', 'stat'],
  async run({ client, signal }, given) {
    const [word, data, acl] = given.words
    const ttlMs = given.integer('t', 1)
    const [ephemeral, container] = [given.has('e'), given.has('c')]
    if ((ttlMs !== undefined && (ephemeral || container)) || (container && (ephemeral || given.has('s'))))
      throw new UsageError(
        'a container is neither sequential nor ephemeral nor has it a TTL, and what has a TTL is not ephemeral',
      )
    const options: CreateOptions = {
      ...{ sequential: given.has('s'), ephemeral, container },
      ...(ttlMs === undefined ? {} : { ttlMs }),
      ...(acl === undefined ? {} : { acl: parseAcl(acl) }),
    }
    const path = given.has('s') && word?.endsWith('/') ? word : pathOf(word)
    const created = await client.create(path, dataOf(data, given), { ...options, signal })
    return {
      lines: [`Created ${printable(created.path)}`],
      json: { path: created.path, stat: statJson(created.stat) },
    }
  },
}

export const set: ShellCommand = {
  name: 'set',
  group: 'change',
  usage: '[-s] [-v version] [-b | -x] path data',
  summary: 'changes what a znode holds',
  options: { s: { says: 'prints the stat' }, v: VERSION, ...INPUT_LETTERS },
  words: [2, 2],
  examples: ['set /app hello', 'set /app {"workers":3}', 'set -v 2 /app again', 'set -b /app aGVsbG8='],
  json: ['path', 'stat'],
  async run({ client, signal }, given) {
    const path = pathOf(given.words[0])
    const stat = await client.setData(path, dataOf(given.words[1], given), {
      version: given.integer('v') ?? -1,
      signal,
    })
    return { lines: given.has('s') ? statLines(stat) : [], json: { path, stat: statJson(stat) } }
  },
}

export const remove: ShellCommand = {
  name: 'delete',
  group: 'change',
  usage: '[-v version] path',
  summary: 'deletes a znode without children',
  options: { v: VERSION },
  words: [1, 1],
  examples: ['delete /app/config', 'delete -v 2 /app/flags'],
  json: ['path', 'deleted'],
  async run({ client, signal }, given) {
    const path = pathOf(given.words[0])
    await client.delete(path, { version: given.integer('v') ?? -1, signal })
    return { lines: [], json: { path, deleted: 1 } }
  },
}

export const deleteall: ShellCommand = {
  name: 'deleteall',
  group: 'change',
  usage: 'path [-b batch size]',
  summary: 'deletes a znode and everything below',
  options: { b: { value: 'batch size', says: `so many in one transaction, ${BATCH_COUNT_MAX} unless said` } },
  words: [1, 1],
  notes: ['Each transaction happens as a whole; what others add meanwhile is deleted too.'],
  examples: ['deleteall /app'],
  json: ['path', 'deleted'],
  async run({ client, signal, progress }, given) {
    const path = pathOf(given.words[0])
    if (path === '/' || isReserved(path))
      throw new UsageError(`${path} belongs to the ensemble itself and cannot be deleted`, 'Name something below /.')
    const batchCount = Math.min(given.integer('b', 1) ?? BATCH_COUNT_MAX, BATCH_COUNT_MAX)
    const shown = progress('deleteall', 'znodes')
    const onDeleted = (count: number, total: number): void => shown.advance(count, total)
    const deleted = await deleteSubtree(client, path, { signal, batchCount, onDeleted })
    return { lines: [`Deleted ${deleted} ${deleted === 1 ? 'znode' : 'znodes'}`], json: { path, deleted } }
  },
}
