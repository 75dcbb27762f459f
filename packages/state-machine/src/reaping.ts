/**
 * Which containers and znodes with a time to live may go. A peer asks now and then while it leads and prepares a `reap`
 * for each. ZooKeeper: ContainerManager.
 */
import type { State } from './state.ts'
import type { Znode } from './store/znode-table.ts'
import type { NodeKind } from './txn.ts'

/**
 * Paths that are due at `nowMs` of the leader's wall clock. Containers that never had a child stay, unless
 * `containerNeverUsedMs` is above 0.
 */
export function reapingCandidates(state: State, nowMs: number, containerNeverUsedMs: number = 0): string[] {
  const due = (znode: Znode): boolean =>
    isDue(
      {
        kind: state.kindOf(znode),
        childCount: state.childCountOf(znode),
        cversion: state.cversionOf(znode),
        mtime: state.mtimeOf(znode),
      },
      nowMs,
      containerNeverUsedMs,
    )
  const paths: string[] = []
  for (const znode of state.containers()) if (due(znode)) paths.push(state.pathOf(znode))
  for (const [znode] of state.ttls()) if (due(znode)) paths.push(state.pathOf(znode))
  return paths
}

type Candidate = {
  readonly kind: NodeKind
  readonly childCount: number
  readonly cversion: number
  readonly mtime: number
}

export function isDue(
  { kind, childCount, cversion, mtime }: Candidate,
  nowMs: number,
  containerNeverUsedMs: number,
): boolean {
  if (childCount > 0) return false
  if (kind.type === 'ttl') return nowMs - mtime > kind.ttlMs
  if (kind.type !== 'container') return false
  return cversion > 0 || (containerNeverUsedMs > 0 && nowMs - mtime > containerNeverUsedMs)
}
