/**
 * The state as it will be once everything proposed is applied: the changes of transactions not yet delivered, laid over
 * the state. The leader validates every request against this, so that requests may be pipelined.
 * ZooKeeper: outstandingChanges of PrepRequestProcessor.
 */
import type { Acl } from '../acl.ts'
import { parentPathOf } from '../path.ts'
import type { SessionId } from '../session-id.ts'
import type { State } from '../state.ts'
import { Int } from '../store/znode-table.ts'
import type { NodeKind, Txn, TxnOperation } from '../txn.ts'

/** What validation needs to know of a znode. Values; replaced, never changed. */
export type Foreseen = {
  readonly exists: boolean
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  readonly childCount: number
  readonly acl: readonly Acl[]
  readonly kind: NodeKind
  /** Leader's clock. */
  readonly mtime: number
}

/** `uses`: outstanding transactions that touch this path or session; at 0 the state says it all. */
type PathEntry = { znode: Foreseen; uses: number }
type SessionEntry = {
  isOpen: boolean
  uses: number
  /** Ephemeral znodes it created in outstanding transactions: path, and how often (it may be deleted in between). */
  readonly ephemerals: Map<string, number>
}
type Undo = { readonly path: string; readonly before: Foreseen | undefined }

export class Outstanding {
  readonly #state: State
  readonly #paths = new Map<string, PathEntry>()
  readonly #sessions = new Map<SessionId, SessionEntry>()
  #undo: Undo[] | undefined

  constructor(state: State) {
    this.#state = state
  }

  /** How many paths and sessions are, or will be, other than the state says. */
  get size(): number {
    return this.#paths.size + this.#sessions.size
  }

  find(path: string): Foreseen | undefined {
    const entry = this.#paths.get(path)
    if (entry !== undefined) return entry.znode.exists ? entry.znode : undefined
    return this.#applied(path)
  }

  /** Foresees a change of a znode by one more transaction. */
  put(path: string, znode: Foreseen): void {
    const entry = this.#paths.get(path)
    this.#undo?.push({ path, before: entry?.znode })
    if (entry === undefined) {
      this.#paths.set(path, { znode, uses: 1 })
    } else {
      entry.znode = znode
      entry.uses++
    }
  }

  isOpen(session: SessionId): boolean {
    const entry = this.#sessions.size === 0 ? undefined : this.#sessions.get(session)
    return entry === undefined ? this.#state.sessions.has(session) : entry.isOpen
  }

  opened(session: SessionId): void {
    this.#touch(session).isOpen = true
  }

  closed(session: SessionId): void {
    this.#touch(session).isOpen = false
  }

  createdEphemeral(session: SessionId, path: string): void {
    const { ephemerals } = this.#touch(session)
    ephemerals.set(path, (ephemerals.get(path) ?? 0) + 1)
  }

  /** Paths of all ephemerals of a session, those outstanding transactions create included, those they delete left out. */
  ephemeralsOf(session: SessionId): string[] {
    const candidates = new Set(this.#state.ephemeralsOf(session))
    for (const path of this.#sessions.get(session)?.ephemerals.keys() ?? []) candidates.add(path)
    return [...candidates].filter((path) => {
      const kind = this.find(path)?.kind
      return kind?.type === 'ephemeral' && kind.owner === session
    })
  }

  /** From here on, changes can be taken back: the operations of a multi stand or fall together. */
  begin(): void {
    this.#undo = []
  }

  keep(): void {
    this.#undo = undefined
  }

  /** Takes back what was put since `begin` for these operations. */
  takeBack(session: SessionId, operations: readonly TxnOperation[]): void {
    for (const { path, before } of this.#undo?.reverse() ?? []) {
      const entry = this.#paths.get(path)!
      entry.uses--
      if (before === undefined) this.#paths.delete(path)
      else entry.znode = before
    }
    this.#undo = undefined
    for (const operation of operations) if (isEphemeral(operation)) this.#releaseEphemeral(session, operation.path)
  }

  /** A transaction was applied: what it foresaw is now in the state. Transactions that were never foreseen are ignored. */
  delivered(txn: Txn): void {
    this.#release(txn.session, txn.operation)
  }

  clear(): void {
    this.#paths.clear()
    this.#sessions.clear()
    this.#undo = undefined
  }

  #release(session: SessionId, operation: TxnOperation): void {
    switch (operation.type) {
      case 'create':
        if (isEphemeral(operation)) this.#releaseEphemeral(session, operation.path)
        this.#releaseWithParent(operation.path)
        break
      case 'delete':
        this.#releaseWithParent(operation.path)
        break
      case 'set-data':
      case 'set-acl':
        this.#releasePath(operation.path)
        break
      case 'multi':
        for (const each of operation.operations) this.#release(session, each)
        break
      case 'close-session':
        for (const path of operation.paths) this.#releaseWithParent(path)
        this.#releaseSession(session)
        break
      case 'create-session':
        this.#releaseSession(session)
        break
    }
  }

  #releaseWithParent(path: string): void {
    this.#releasePath(path)
    this.#releasePath(parentPathOf(path))
  }

  #releasePath(path: string): void {
    const entry = this.#paths.get(path)
    if (entry !== undefined && --entry.uses === 0) this.#paths.delete(path)
  }

  #releaseSession(session: SessionId): void {
    const entry = this.#sessions.get(session)
    if (entry !== undefined && --entry.uses === 0) this.#sessions.delete(session)
  }

  #releaseEphemeral(session: SessionId, path: string): void {
    const ephemerals = this.#sessions.get(session)?.ephemerals
    const times = ephemerals?.get(path) ?? 0
    if (times > 1) ephemerals?.set(path, times - 1)
    else ephemerals?.delete(path)
    this.#releaseSession(session)
  }

  #touch(session: SessionId): SessionEntry {
    let entry = this.#sessions.get(session)
    if (entry === undefined) {
      entry = { isOpen: this.#state.sessions.has(session), uses: 0, ephemerals: new Map<string, number>() }
      this.#sessions.set(session, entry)
    }
    entry.uses++
    return entry
  }

  #applied(path: string): Foreseen | undefined {
    const { tree } = this.#state
    const znode = tree.find(path)
    if (znode === undefined) return undefined
    return {
      exists: true,
      version: tree.int(znode, Int.version),
      cversion: tree.int(znode, Int.cversion),
      aversion: tree.int(znode, Int.aversion),
      childCount: tree.int(znode, Int.childCount),
      acl: tree.aclOf(znode),
      kind: tree.kindOf(znode),
      mtime: this.#state.mtimeOf(znode),
    }
  }
}

function isEphemeral(operation: TxnOperation): operation is Extract<TxnOperation, { type: 'create' }> {
  return operation.type === 'create' && operation.kind.type === 'ephemeral'
}
