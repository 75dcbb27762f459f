/** How much may lie below a path. ZooKeeper: SetQuotaCommand, ListQuotaCommand, DelQuotaCommand. */
import { type Client, isZooKeeperError, textOf } from '@quoll/client'
import { CommandError, UsageError } from '../../errors.ts'
import type { Arguments, OptionLetters } from '../arguments.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { printable } from '../output.ts'
import { formatQuota, limitsPath, NO_QUOTA, parseQuota, QUOTA_ROOT, type Quota, usagePath } from '../quota-limits.ts'
import { childPath, isReserved, parentOf, subtree } from '../subtree.ts'

/** zkCli's letters, the field each stands for, and what it is called. */
const FIELDS: readonly (readonly [letter: string, field: keyof Quota, says: string])[] = [
  ['n', 'count', 'znodes, itself included; more are only logged by the server'],
  ['b', 'bytes', 'bytes of data; more are only logged by the server'],
  ['N', 'countHardLimit', 'znodes; more are refused when the server has enforceQuota=true'],
  ['B', 'byteHardLimit', 'bytes of data; more are refused when the server has enforceQuota=true'],
]

const LIMITS: OptionLetters = Object.fromEntries(FIELDS.map(([letter, , says]) => [letter, { value: 'limit', says }]))
const NAMES: OptionLetters = Object.fromEntries(
  FIELDS.map(([letter, field]) => [letter, { says: `only the limit ${field}` }]),
)

export const setquota: ShellCommand = {
  name: 'setquota',
  group: 'access',
  usage: '-n|-b|-N|-B limit path',
  summary: 'limits how much may lie at a path and below',
  options: LIMITS,
  words: [1, 1],
  notes: ['A path can have a quota only if none above and none below it has one.'],
  examples: ['setquota -n 100 /app', 'setquota -N 1000 -B 1000000 /app'],
  json: ['path', 'limits'],
  async run({ client, signal }, given) {
    const path = quotaPathOf(given.words[0])
    const wanted = wantedFields(given)
    if (wanted.length === 0) throw new UsageError('setquota needs at least one of -n, -b, -N and -B')
    // A path without a znode is an error like everywhere else.
    await client.getData(path, { signal })
    await refuseOverlap(client, path, signal)
    const before = (await quotaAt(client, limitsPath(path), signal)) ?? NO_QUOTA
    const limits = { ...before, ...Object.fromEntries(wanted) }
    await writeLimits(client, path, limits, signal)
    const used = await quotaAt(client, usagePath(path), signal)
    return { lines: used === undefined ? [] : warnings(limits, used), json: { path, limits } }
  },
}

export const listquota: ShellCommand = {
  name: 'listquota',
  group: 'access',
  usage: 'path',
  summary: 'prints the limits of a path, and what is used of them',
  options: {},
  words: [1, 1],
  notes: ['-1 is no limit.'],
  examples: ['listquota /app'],
  json: ['path', 'limits', 'usage'],
  async run({ client, signal }, { words }) {
    const path = quotaPathOf(words[0])
    const [limits, usage] = await Promise.all([
      quotaAt(client, limitsPath(path), signal),
      quotaAt(client, usagePath(path), signal),
    ])
    const absolute = `absolute path is ${printable(limitsPath(path))}`
    if (limits === undefined)
      return {
        lines: [absolute, `quota for ${printable(path)} does not exist.`],
        json: { path, limits: null, usage: null },
      }
    const used = usage === undefined ? null : { count: usage.count, bytes: usage.bytes }
    return {
      lines: [
        absolute,
        `Output quota for ${printable(path)} ${formatQuota(limits)}`,
        ...(used === null ? [] : [`Output stat for ${printable(path)} count=${used.count},bytes=${used.bytes}`]),
      ],
      json: { path, limits, usage: used },
    }
  },
}

export const delquota: ShellCommand = {
  name: 'delquota',
  group: 'access',
  usage: '[-n | -b | -N | -B] path',
  summary: 'takes limits away, all of them unless said',
  options: NAMES,
  words: [1, 1],
  examples: ['delquota -n /app', 'delquota /app'],
  json: ['path', 'limits'],
  async run({ client, signal }, given) {
    const path = quotaPathOf(given.words[0])
    const before = await quotaAt(client, limitsPath(path), signal)
    if (before === undefined)
      throw new CommandError(
        `quota for ${path} does not exist.`,
        'Nothing is limited there.',
        'Nothing needs to be done.',
      )
    const named = FIELDS.filter(([letter]) => given.has(letter))
    if (named.length > 0) {
      const limits = { ...before, ...Object.fromEntries(named.map(([, field]) => [field, -1])) }
      await client.setData(limitsPath(path), formatQuota(limits), { signal })
      return { lines: [], json: { path, limits } }
    }
    await client.transaction().delete(limitsPath(path)).delete(usagePath(path)).commit({ signal })
    await trim(client, `${QUOTA_ROOT}${path}`, signal)
    return { lines: [], json: { path, limits: null } }
  },
}

function quotaPathOf(word: string | undefined): string {
  const path = pathOf(word)
  if (path === '/' || isReserved(path))
    throw new UsageError(`${path} can have no quota`, 'Name a path below / that is not of the ensemble itself.')
  return path
}

function wantedFields(given: Arguments): (readonly [keyof Quota, number])[] {
  return FIELDS.flatMap(([letter, field]) => {
    const limit = given.integer(letter, 1)
    return limit === undefined ? [] : [[field, limit] as const]
  })
}

async function quotaAt(client: Client, path: string, signal: AbortSignal): Promise<Quota | undefined> {
  try {
    return parseQuota(textOf((await client.getData(path, { signal })).data))
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE')) return undefined
    throw error
  }
}

/** The server counts for the longest path that has a quota, so only one on the way may have one. */
async function refuseOverlap(client: Client, path: string, signal: AbortSignal): Promise<void> {
  for (let above = parentOf(path); above !== '/'; above = parentOf(above))
    if ((await client.exists(limitsPath(above), { signal })) !== undefined)
      throw overlap(`${path} has a parent ${above} which has a quota`)
  if ((await client.exists(`${QUOTA_ROOT}${path}`, { signal })) === undefined) return
  const below = await subtree(client, `${QUOTA_ROOT}${path}`, { signal })
  const other = below.find((znode) => znode.path.endsWith('/zookeeper_limits') && znode.path !== limitsPath(path))
  if (other !== undefined)
    throw overlap(`${path} has a child ${parentOf(other.path).slice(QUOTA_ROOT.length)} which has a quota`)
}

function overlap(what: string): CommandError {
  return new CommandError(
    what,
    'Quotas cannot lie within each other; nothing was changed.',
    'Use delquota there first.',
  )
}

/** Limits before usage: creating the latter makes the server count. */
async function writeLimits(client: Client, path: string, limits: Quota, signal: AbortSignal): Promise<void> {
  if ((await client.exists(limitsPath(path), { signal })) !== undefined) {
    await client.setData(limitsPath(path), formatQuota(limits), { signal })
    return
  }
  let above = QUOTA_ROOT
  for (const name of path.slice(1).split('/')) {
    above = childPath(above, name)
    await createUnlessThere(client, above, undefined, signal)
  }
  await createUnlessThere(client, limitsPath(path), formatQuota(limits), signal)
  await createUnlessThere(client, usagePath(path), 'count=0,bytes=0', signal)
}

async function createUnlessThere(
  client: Client,
  path: string,
  data: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.create(path, data, { signal })
  } catch (error) {
    if (!isZooKeeperError(error, 'NODE_EXISTS')) throw error
  }
}

/** Takes away what held nothing but this quota. */
async function trim(client: Client, path: string, signal: AbortSignal): Promise<void> {
  for (let at = path; at !== QUOTA_ROOT; at = parentOf(at))
    try {
      await client.delete(at, { signal })
    } catch (error) {
      if (isZooKeeperError(error, 'NOT_EMPTY', 'NO_NODE')) return
      throw error
    }
}

function warnings(limits: Quota, used: Quota): string[] {
  const warn = (what: string, has: number): string =>
    `[Warning]: the ${what} quota you create is less than the existing ${what}:${has}`
  return [
    ...(exceeds(used.count, limits.count, limits.countHardLimit) ? [warn('count', used.count)] : []),
    ...(exceeds(used.bytes, limits.bytes, limits.byteHardLimit) ? [warn('bytes', used.bytes)] : []),
  ]
}

function exceeds(used: number, ...limits: readonly number[]): boolean {
  return limits.some((limit) => limit >= 0 && used > limit)
}
