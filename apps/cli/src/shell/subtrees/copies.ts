/** A subtree taken out of its place: what `cp`, `mv`, `export` and `diff` read, and what `import` gets from a file. */
import type { Acl, Client } from '@quoll/client'
import { readZnodes } from '../read-znodes.ts'
import { isReserved, relativePath, subtree } from '../subtree.ts'

export type Copy = {
  /** '' for the top, `/a/b` below it; parents come before children. */
  readonly relative: string
  /** Undefined for ZooKeeper's null. */
  readonly data: Uint8Array | undefined
  readonly acl: readonly Acl[]
  readonly ephemeral: boolean
}

export type CopyOptions = {
  readonly signal: AbortSignal
  /** Called with how many more there are, while it is found out what there is. */
  readonly onFound?: (count: number) => void
  /** Called with how many more were read, and how many there are in all. */
  readonly onRead?: (count: number, total: number) => void
}

/** Everything at `top` and below, but nothing of the ensemble itself unless that is asked for by name. Code: NO_NODE. */
export async function* copiesOf(
  client: Client,
  top: string,
  { signal, onFound, onRead }: CopyOptions,
): AsyncGenerator<Copy> {
  const enters = (path: string): boolean => isReserved(top) || !isReserved(path)
  const znodes = await subtree(client, top, { signal, enters, ...(onFound === undefined ? {} : { onFound }) })
  const counted = (count: number): void => onRead?.(count, znodes.length)
  for await (const one of readZnodes(client, znodes, { signal, withAcl: true, onRead: counted }))
    yield {
      relative: relativePath(one.path, top),
      data: one.data,
      acl: one.acl,
      ephemeral: one.stat.ephemeralOwner !== undefined,
    }
}

/** What becomes of ephemeral znodes, which belong to sessions: they are left out, or become lasting ones. */
export function withoutEphemerals(copies: readonly Copy[], asLasting: boolean): readonly Copy[] {
  return asLasting ? copies : copies.filter((copy) => !copy.ephemeral)
}

export function bytesIn(copies: readonly Copy[]): number {
  return copies.reduce((sum, { data }) => sum + (data?.length ?? 0), 0)
}

/** What a person should know about a copy that is not just like its original. */
export function notesAbout(copies: readonly Copy[], all: readonly Copy[], asLasting: boolean): string[] {
  const ephemerals = all.filter((copy) => copy.ephemeral).length
  const numbered = collidingParents(copies)
  const them = ephemerals === 1 ? '1 ephemeral znode' : `${ephemerals} ephemeral znodes`
  return [
    ...(ephemerals > 0 && !asLasting
      ? [`left out ${them}, which go with their sessions; -e takes them as lasting ones`]
      : []),
    ...(ephemerals > 0 && asLasting ? [`made lasting ones of ${them}`] : []),
    ...(numbered.length > 0
      ? [
          `sequential names keep their numbers, but the counter begins anew: create -s below ${numbered[0]} may meet a name that exists`,
        ]
      : []),
  ]
}

/** Parents among whose children a number is not below what their counter will be: their number of children. */
function collidingParents(copies: readonly Copy[]): string[] {
  const children = new Map<string, { count: number; highest: number }>()
  for (const { relative } of copies) {
    if (relative === '') continue
    const parent = relative.slice(0, relative.lastIndexOf('/'))
    const known = children.get(parent) ?? { count: 0, highest: -1 }
    const number = /\d{10}$/.exec(relative)?.[0]
    children.set(parent, {
      count: known.count + 1,
      highest: number === undefined ? known.highest : Math.max(known.highest, Number(number)),
    })
  }
  return [...children].filter(([, { count, highest }]) => highest >= count).map(([parent]) => parent || 'the top')
}
