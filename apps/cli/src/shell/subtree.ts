/** A znode and everything below it, parents before children, names in order. */
import { type Client, isZooKeeperError, type Stat } from '@quoll/client'

export type Znode = { readonly path: string; readonly depth: number; readonly stat: Stat }

export type SubtreeOptions = {
  readonly signal: AbortSignal
  readonly depthMax?: number
  /** Called with how many more were found. */
  readonly onFound?: (count: number) => void
  /** Whether to look at it and below; the start always is. */
  readonly enters?: (path: string) => boolean
}

/** Questions under way at a time. */
const BREADTH = 500

/** What is deleted while we look is left out; a start that does not exist is NO_NODE. */
export async function subtree(
  client: Client,
  path: string,
  { signal, depthMax = Number.POSITIVE_INFINITY, onFound, enters = () => true }: SubtreeOptions,
): Promise<Znode[]> {
  const children = new Map<string, readonly string[]>()
  const stats = new Map<string, Stat>()
  let level = [path]
  for (let depth = 0; level.length > 0 && depth <= depthMax; depth++) {
    const next: string[] = []
    for (let from = 0; from < level.length; from += BREADTH) {
      signal.throwIfAborted()
      const some = level.slice(from, from + BREADTH)
      for (const found of await Promise.all(some.map((one) => look(client, one, one === path, signal)))) {
        if (found === undefined) continue
        const below = [...found.names].sort().map((name) => childPath(found.path, name))
        stats.set(found.path, found.stat)
        children.set(found.path, below)
        for (const child of below) if (enters(child)) next.push(child)
      }
      onFound?.(some.length)
    }
    level = next
  }
  return inOrder(path, children, stats)
}

export function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`
}

/** '' for `top` itself, `/a` for what lies below it. */
export function relativePath(path: string, top: string): string {
  return top === '/' ? (path === '/' ? '' : path) : path.slice(top.length)
}

export function absolutePath(relative: string, top: string): string {
  return top === '/' ? relative || '/' : `${top}${relative}`
}

export function isWithin(path: string, top: string): boolean {
  return path === top || path.startsWith(top === '/' ? '/' : `${top}/`)
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** What belongs to the ensemble and not to whoever keeps things in it. */
export function isReserved(path: string): boolean {
  return isWithin(path, '/zookeeper')
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

/** Paths can be a thousand levels deep, so the way back is a list and not the call stack. */
function inOrder(
  path: string,
  children: ReadonlyMap<string, readonly string[]>,
  stats: ReadonlyMap<string, Stat>,
): Znode[] {
  const result: Znode[] = []
  const waiting = [{ path, depth: 0 }]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const { path: here, depth } = one
    const stat = stats.get(here)
    if (stat === undefined) continue
    result.push({ path: here, depth, stat })
    for (const child of [...(children.get(here) ?? [])].reverse()) waiting.push({ path: child, depth: depth + 1 })
  }
  return result
}
