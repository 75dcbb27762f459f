/**
 * The watches of one peer's clients, and who hears of a change. Not replicated; lost with the connection.
 * ZooKeeper: WatchManager and the calls of triggerWatch in DataTree.
 *
 *   change of P, whose parent is Q     event                    who is told
 *   ──────────────────────────────     ─────────────────────    ──────────────────────────────────────────────────────────
 *   created         1                  NodeCreated (P)          data of P; persistent of P; recursive of P or above
 *                   2                  NodeChildrenChanged (Q)  child of Q; persistent of Q
 *   deleted         1                  NodeDeleted (P)          data of P; persistent of P; recursive of P or above
 *                   2                  NodeDeleted (P)          child of P, unless told in step 1
 *                   3                  NodeChildrenChanged (Q)  child of Q; persistent of Q
 *   data-changed    1                  NodeDataChanged (P)      data of P; persistent of P; recursive of P or above
 *
 * Data and child watches end when they fire. A watcher is told once per step, however many of its watches match.
 */
import type { Acl } from '../acl.ts'
import { parentPathOf } from '../path.ts'
import type { Change } from '../result.ts'
import { WatchList } from './watch-list.ts'

export type WatchKind = 'data' | 'child' | 'persistent' | 'persistent-recursive'

const KINDS: readonly WatchKind[] = ['data', 'child', 'persistent', 'persistent-recursive']

/** The numbers of the client protocol. */
export const EventType = { created: 1, deleted: 2, dataChanged: 3, childrenChanged: 4 } as const
export type EventType = (typeof EventType)[keyof typeof EventType]

export type WatchEvent = { readonly type: EventType; readonly path: string }

/** `filterAcl`: who may not READ by this list must not be told (ZOOKEEPER-4799). The watch is used up all the same. */
export type Notify<W> = (watcher: W, event: WatchEvent, filterAcl: readonly Acl[]) => void

export type WatchCounts = {
  /** As ZooKeeper counts them: a persistent watch is one on data and one on children. */
  readonly watches: number
  readonly data: number
  readonly child: number
  readonly persistent: number
  readonly recursive: number
}

/** `W` is whoever is told: usually a connection. Compared by identity; not undefined. */
export class WatchTable<W> {
  readonly #data = new WatchList<W>()
  readonly #child = new WatchList<W>()
  readonly #persistent = new WatchList<W>()
  readonly #recursive = new WatchList<W>()

  /** The path need not exist nor be legal. Adding twice is adding once. */
  add(kind: WatchKind, path: string, watcher: W): void {
    this.#list(kind).add(path, watcher)
  }

  /** False when there was none. */
  remove(kind: WatchKind, path: string, watcher: W): boolean {
    return this.#list(kind).remove(path, watcher)
  }

  has(kind: WatchKind, path: string, watcher: W): boolean {
    return this.#list(kind).has(path, watcher)
  }

  /** Forgets all watches of a watcher: its connection is gone. */
  drop(watcher: W): void {
    for (const list of this.#all()) list.drop(watcher)
  }

  get counts(): WatchCounts {
    const [data, child] = [this.#data.size, this.#child.size]
    const [persistent, recursive] = [this.#persistent.size, this.#recursive.size]
    return { watches: data + child + 2 * persistent + recursive, data, child, persistent, recursive }
  }

  /** How many watches a watcher has left here. */
  countOf(watcher: W): number {
    return this.#all().reduce((sum, list) => sum + list.countOf(watcher), 0)
  }

  /** Every watched path with who watches it, kind by kind. Do not change the table while looking at them. */
  *watched(): Generator<readonly [kind: WatchKind, path: string, watchers: Iterable<W>], void, undefined> {
    for (const kind of KINDS) {
      const list = this.#list(kind)
      for (const path of list.paths()) yield [kind, path, list.watchersOf(path)]
    }
  }

  /** What ZooKeeper keeps in its data table, the one its `wch*` commands show: all but child watches. A pair may come twice. */
  *dataWatches(): Generator<readonly [path: string, watcher: W], void, undefined> {
    for (const list of [this.#data, this.#persistent, this.#recursive]) yield* list.entries()
  }

  /** Tells everybody concerned of one change, in the order of the table above. `notify` must not change this table. */
  trigger(change: Change, notify: Notify<W>): void {
    const { path, acl } = change
    switch (change.type) {
      case 'created':
        this.#tell(this.#watchersOfZnode(path), { type: EventType.created, path }, acl, notify)
        break
      case 'data-changed':
        this.#tell(this.#watchersOfZnode(path), { type: EventType.dataChanged, path }, acl, notify)
        return
      case 'deleted':
        this.#triggerDeleted(path, acl, notify)
        break
    }
    const parent = parentPathOf(path)
    this.#tell(
      this.#watchersOfChildren(parent),
      { type: EventType.childrenChanged, path: parent },
      change.parentAcl,
      notify,
    )
  }

  #triggerDeleted(path: string, acl: readonly Acl[], notify: Notify<W>): void {
    const told = this.#watchersOfZnode(path)
    const event = { type: EventType.deleted, path }
    this.#tell(told, event, acl, notify)
    const late = this.#child.takeAll(path)
    this.#tell(
      late.filter((watcher) => !told.has(watcher)),
      event,
      acl,
      notify,
    )
  }

  /** Steps that speak of P itself. Its data watches end here. */
  #watchersOfZnode(path: string): ReadonlySet<W> {
    let watchers: Set<W> | undefined
    if (this.#data.size > 0) watchers = gather(watchers, this.#data.takeAll(path))
    if (this.#persistent.size > 0) watchers = gather(watchers, this.#persistent.watchersOf(path))
    if (this.#recursive.size > 0)
      for (let at = path; ; at = parentPathOf(at)) {
        watchers = gather(watchers, this.#recursive.watchersOf(at))
        if (at === '/') break
      }
    return watchers ?? NOBODY
  }

  /** The step that speaks of Q's children. Its child watches end here. */
  #watchersOfChildren(path: string): ReadonlySet<W> {
    let watchers: Set<W> | undefined
    if (this.#child.size > 0) watchers = gather(watchers, this.#child.takeAll(path))
    if (this.#persistent.size > 0) watchers = gather(watchers, this.#persistent.watchersOf(path))
    return watchers ?? NOBODY
  }

  #tell(watchers: Iterable<W>, event: WatchEvent, acl: readonly Acl[], notify: Notify<W>): void {
    for (const watcher of watchers) notify(watcher, event, acl)
  }

  #all(): readonly WatchList<W>[] {
    return [this.#data, this.#child, this.#persistent, this.#recursive]
  }

  #list(kind: WatchKind): WatchList<W> {
    switch (kind) {
      case 'data':
        return this.#data
      case 'child':
        return this.#child
      case 'persistent':
        return this.#persistent
      case 'persistent-recursive':
        return this.#recursive
    }
  }
}

/** Most changes concern nobody, so a set is made only for somebody. */
function gather<W>(watchers: Set<W> | undefined, more: Iterable<W>): Set<W> | undefined {
  let all = watchers
  for (const watcher of more) {
    all ??= new Set()
    all.add(watcher)
  }
  return all
}

const NOBODY: ReadonlySet<never> = new Set<never>()
