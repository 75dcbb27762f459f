/**
 * Everything that is replicated: the tree of znodes and the sessions. One per peer, the same on every peer that has
 * applied the same transactions. Only `apply` and a snapshot being read change it; all else here is for reading.
 *
 * ZooKeeper: DataTree and the session table of ZKDatabase.
 */
import { ZXID_ZERO } from '@quoll/core'
import { OPEN_ACL, READ_ACL } from './access.ts'
import type { Acl } from './acl.ts'
import { nameOf } from './path.ts'
import { Quotas } from './quota/quotas.ts'
import type { SessionId } from './session-id.ts'
import type { Stat } from './stat.ts'
import { HashSum, hashSession } from './store/mix.ts'
import { Int, Long, type Znode } from './store/znode-table.ts'
import { type ZnodeImage, ZnodeTree } from './store/znode-tree.ts'
import type { NodeKind } from './txn.ts'

export class State {
  /** For `apply` and snapshots. */
  readonly tree: ZnodeTree = new ZnodeTree()
  readonly quotas: Quotas = new Quotas(this.tree)
  readonly #timeouts = new Map<SessionId, number>()
  readonly #sessionHashes = new HashSum()

  /** The znode at a path; the root answers to the empty path too, as in ZooKeeper. */
  lookup(path: string): Znode | undefined {
    return this.tree.find(path === '' ? '/' : path)
  }

  pathOf(znode: Znode): string {
    return this.tree.pathOf(znode)
  }

  statOf(znode: Znode): Stat {
    return this.tree.statOf(znode)
  }

  /** The bytes as they are stored, not a copy: good until the next change is applied, and never to be written to. */
  dataOf(znode: Znode): Uint8Array | undefined {
    return this.tree.dataOf(znode)
  }

  aclOf(znode: Znode): readonly Acl[] {
    return this.tree.aclOf(znode)
  }

  kindOf(znode: Znode): NodeKind {
    return this.tree.kindOf(znode)
  }

  childCountOf(znode: Znode): number {
    return this.tree.int(znode, Int.childCount)
  }

  /** Children ever created, deleted ones included: the source of sequence numbers. Stats show another number, see `Stat`. */
  cversionOf(znode: Znode): number {
    return this.tree.int(znode, Int.cversion)
  }

  mtimeOf(znode: Znode): number {
    return this.tree.long(znode, Long.mtime)
  }

  /** Names, without the path, in order of creation (a restored tree may have another order). */
  childrenOf(znode: Znode): string[] {
    const names: string[] = []
    for (const child of this.tree.childrenOf(znode)) names.push(nameOf(this.pathOf(child)))
    return names
  }

  /** Timeouts in milliseconds of all sessions that are open. */
  get sessions(): ReadonlyMap<SessionId, number> {
    return this.#timeouts
  }

  /** Paths of the ephemeral znodes of a session, oldest first as long as the state was not restored. */
  ephemeralsOf(session: SessionId): string[] {
    return Array.from(this.tree.owners.of(session), (znode) => this.pathOf(znode))
  }

  ephemeralCountOf(session: SessionId): number {
    return this.tree.owners.of(session).size
  }

  /** The root counts once; ZooKeeper stores it under two names, so its `znode_count` is one higher. */
  get znodeCount(): number {
    return this.tree.size
  }

  get ephemeralCount(): number {
    return this.tree.owners.count
  }

  /** Lengths of all paths and all data, in characters and bytes. */
  get approximateDataSize(): number {
    return this.tree.dataBytes
  }

  /** How many znodes lie below a path, at any depth; 0 when there is nothing at the path. Takes time in proportion. */
  countDescendants(path: string): number {
    const start = this.lookup(path)
    if (start === undefined) return 0
    if (path === '/' || path === '') return this.znodeCount - 1
    let count = 0
    const open = [start]
    for (let znode = open.pop(); znode !== undefined; znode = open.pop())
      for (const child of this.tree.childrenOf(znode)) {
        count++
        if (this.childCountOf(child) > 0) open.push(child)
      }
    return count
  }

  /** Containers, in no particular order. */
  containers(): Iterable<Znode> {
    return this.tree.containers
  }

  /** Znodes with a time to live, and that time in milliseconds. */
  ttls(): Iterable<readonly [Znode, number]> {
    return this.tree.ttls
  }

  /** For `apply` and snapshots: a session begins, or gets another timeout. */
  openSession(session: SessionId, timeoutMs: number): void {
    this.forgetSession(session)
    this.#timeouts.set(session, timeoutMs)
    this.#sessionHashes.add(hashSession(session, timeoutMs))
  }

  /** For `apply`: the session ends. Its ephemerals are the transaction's business. */
  forgetSession(session: SessionId): void {
    const timeoutMs = this.#timeouts.get(session)
    if (timeoutMs === undefined) return
    this.#timeouts.delete(session)
    this.#sessionHashes.remove(hashSession(session, timeoutMs))
  }

  get sessionsDigest(): number {
    return this.#sessionHashes.value
  }
}

/** What a peer has before the first transaction: the four built-in znodes. */
export function emptyState(): State {
  const state = new State()
  const { tree } = state
  const root = tree.insert('/', EMPTY, BUILT_IN)
  const system = tree.insert('/zookeeper', EMPTY, BUILT_IN)
  tree.link(root, system)
  tree.link(system, tree.insert('/zookeeper/quota', EMPTY, BUILT_IN))
  tree.link(system, tree.insert('/zookeeper/config', EMPTY, { ...BUILT_IN, acl: READ_ACL, aversion: -1 }))
  return state
}

const EMPTY = new Uint8Array(0)

/** Built-in znodes were never created by anyone: zeros, and the parent does not count them. */
const BUILT_IN: ZnodeImage = {
  acl: OPEN_ACL,
  kind: { type: 'persistent' },
  czxid: ZXID_ZERO,
  mzxid: ZXID_ZERO,
  pzxid: ZXID_ZERO,
  ctime: 0,
  mtime: 0,
  version: 0,
  cversion: 0,
  aversion: 0,
}
