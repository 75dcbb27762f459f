/** The part of the tree that is unfolded, as rows from top to bottom. */
import type { ZnodesState } from './state.ts'

export type TreeRow = {
  readonly path: string
  /** The last component; `/` for the root. */
  readonly name: string
  readonly depth: number
  readonly isOpen: boolean
  /** Undefined while nobody has asked. */
  readonly children: number | undefined
  /** Why its children are not shown. */
  readonly trouble: string | undefined
}

/** So many rows at most: a list that long is for a filter, not for eyes. */
export const ROWS_MAX = 5_000

export function treeRows(state: ZnodesState): readonly TreeRow[] {
  const rows: TreeRow[] = []
  unfold(state, '/', '/', 0, rows)
  return rows
}

function unfold(state: ZnodesState, path: string, name: string, depth: number, rows: TreeRow[]): void {
  if (rows.length >= ROWS_MAX) return
  const branch = state.branches.get(path)
  const isOpen = state.open.has(path)
  const names = branch?.type === 'children' ? branch.names : undefined
  rows.push({
    path,
    name,
    depth,
    isOpen,
    children: names?.length,
    trouble: branch?.type === 'trouble' ? branch.text : undefined,
  })
  if (isOpen) for (const child of names ?? []) unfold(state, childPath(path, child), child, depth + 1, rows)
}

export function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`
}

export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** The path and everything above it, from the root down. */
export function withAncestors(path: string): readonly string[] {
  return path === '/' ? ['/'] : [...withAncestors(parentPath(path)), path]
}
