/** A znode and everything below it, parents before children, names in order. */
import { type Client, isZooKeeperError, type Stat } from '@quoll/client'

export type Znode = { readonly path: string; readonly depth: number; readonly stat: Stat }

/** Questions under way at a time. */
const BREADTH = 500

/** What is deleted while we look is left out; a start that does not exist is NO_NODE. */
export async function subtree(
  client: Client,
  path: string,
  signal: AbortSignal,
  depthMax: number = Number.POSITIVE_INFINITY,
): Promise<Znode[]> {
  const children = new Map<string, readonly string[]>()
  const stats = new Map<string, Stat>()
  let level = [path]
  for (let depth = 0; level.length > 0 && depth <= depthMax; depth++) {
    const next: string[] = []
    for (let from = 0; from < level.length; from += BREADTH)
      for (const found of await Promise.all(
        level.slice(from, from + BREADTH).map((one) => look(client, one, one === path, signal)),
      )) {
        if (found === undefined) continue
        const below = [...found.names].sort().map((name) => childPath(found.path, name))
        stats.set(found.path, found.stat)
        children.set(found.path, below)
        next.push(...below)
      }
    level = next
  }
  const result: Znode[] = []
  collect(path, 0, children, stats, result)
  return result
}

export function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`
}

async function look(
  client: Client,
  path: string,
  isStart: boolean,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly names: readonly string[]; readonly stat: Stat } | undefined> {
  try {
    const { children, stat } = await client.getChildren(path, { signal })
    return { path, names: children, stat }
  } catch (error) {
    if (isStart || !isZooKeeperError(error, 'NO_NODE')) throw error
    return undefined
  }
}

function collect(
  path: string,
  depth: number,
  children: ReadonlyMap<string, readonly string[]>,
  stats: ReadonlyMap<string, Stat>,
  result: Znode[],
): void {
  const stat = stats.get(path)
  if (stat === undefined) return
  result.push({ path, depth, stat })
  for (const child of children.get(path) ?? []) collect(child, depth + 1, children, stats, result)
}
