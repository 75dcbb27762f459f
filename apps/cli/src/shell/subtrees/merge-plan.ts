/**
 * What has to be done so that a place in the tree becomes what a copy says. Made by looking first, so that it can be shown instead of done;
 * every step names the version it was made for, so that what others change meanwhile is never overwritten.
 */
import type { Acl, Client } from '@quoll/client'
import { CommandError } from '../../errors.ts'
import { type ReadZnode, readZnodes } from '../read-znodes.ts'
import { absolutePath, isReserved, isWithin, subtree, type Znode } from '../subtree.ts'
import type { Copy } from './copies.ts'

/**
 * - `refuse`: nothing is done when anything is there already
 * - `keep`: what is there stays, what is missing is created
 * - `overwrite`: what is there gets the data and the ACL of the copy
 * - `mirror`: and what is not in the copy is deleted
 */
export const MERGE_RULES = ['refuse', 'keep', 'overwrite', 'mirror'] as const
export type MergeRule = (typeof MERGE_RULES)[number]

export type MergeStep =
  | {
      readonly type: 'create'
      readonly path: string
      readonly data: Uint8Array | undefined
      readonly acl: readonly Acl[]
    }
  | { readonly type: 'set'; readonly path: string; readonly data: Uint8Array | undefined; readonly version: number }
  | { readonly type: 'acl'; readonly path: string; readonly acl: readonly Acl[]; readonly version: number }
  | { readonly type: 'delete'; readonly path: string; readonly version: number }

export type MergePlan = { readonly steps: readonly MergeStep[]; readonly unchanged: number }

export async function planMerge(
  client: Client,
  top: string,
  copies: readonly Copy[],
  rule: MergeRule,
  signal: AbortSignal,
): Promise<MergePlan> {
  const there = await existing(client, top, signal)
  const wanted = copies.map((copy) => ({ ...copy, path: absolutePath(copy.relative, top) }))
  const reserved = wanted.find(({ path }) => isReserved(path))
  if (reserved !== undefined)
    throw new CommandError(
      `${reserved.path} belongs to the ensemble itself`,
      'Nothing was changed.',
      'Choose another place.',
    )
  // The root always exists, so that it does says nothing.
  const taken = wanted.filter(({ path }) => path !== '/' && there.has(path))
  if (rule === 'refuse' && taken.length > 0) throw isTaken(taken[0]!.path, taken.length)
  const steps: MergeStep[] = wanted
    .filter(({ path }) => !there.has(path))
    .map(({ path, data, acl }) => ({ type: 'create', path, data, acl }))
  if (rule === 'refuse' || rule === 'keep') return { steps, unchanged: wanted.length - steps.length }
  let unchanged = 0
  const byPath = new Map(wanted.map((copy) => [copy.path, copy]))
  const both = [...there.values()].filter(({ path }) => byPath.has(path))
  for await (const old of readZnodes(client, both, { signal, withAcl: true })) {
    const changes = changesOf(old, byPath.get(old.path)!)
    steps.push(...changes)
    if (changes.length === 0) unchanged += 1
  }
  if (rule === 'mirror') steps.push(...deletions([...there.values()], byPath))
  return { steps, unchanged }
}

async function existing(client: Client, top: string, signal: AbortSignal): Promise<Map<string, Znode>> {
  if ((await client.exists(top, { signal })) === undefined) return new Map()
  const znodes = await subtree(client, top, { signal, enters: (path) => !isReserved(path) })
  return new Map(znodes.map((znode) => [znode.path, znode]))
}

function changesOf(old: ReadZnode, wanted: Copy): MergeStep[] {
  const { path, stat } = old
  const steps: MergeStep[] = []
  if (!sameData(old.data, wanted.data)) steps.push({ type: 'set', path, data: wanted.data, version: stat.version })
  if (!sameAcl(old.acl, wanted.acl)) steps.push({ type: 'acl', path, acl: wanted.acl, version: stat.aversion })
  return steps
}

/** Children before parents. What belongs to a session stays, and what lies above it. */
function deletions(there: readonly Znode[], wanted: ReadonlyMap<string, unknown>): MergeStep[] {
  const kept = there.filter(({ stat }) => stat.ephemeralOwner !== undefined).map(({ path }) => path)
  return there
    .filter(({ path }) => !wanted.has(path) && path !== '/' && !kept.some((one) => isWithin(one, path)))
    .map(({ path, stat }) => ({ type: 'delete', path, version: stat.version }) as const)
    .reverse()
}

export function sameData(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.length === b.length && Buffer.compare(a, b) === 0
}

/** In the same order: an ACL that lists the same in another order is written anew, which does no harm. */
export function sameAcl(a: readonly Acl[], b: readonly Acl[]): boolean {
  const text = (acl: readonly Acl[]): string => JSON.stringify(acl.map(({ scheme, id, perms }) => [scheme, id, perms]))
  return text(a) === text(b)
}

function isTaken(path: string, count: number): CommandError {
  return new CommandError(
    count === 1 ? `Node already exists: ${path}` : `Node already exists: ${path}, and ${count - 1} more of them`,
    'Nothing was changed.',
    'Choose another place, or say with -m what is to become of it: keep, overwrite or mirror.',
  )
}
