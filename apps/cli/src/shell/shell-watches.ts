/** The watches that were set at the prompt: they print when they fire, and can be taken back by path. ZooKeeper: WatchedEvent, zkCli. */
import type { WatchEvent } from '@quoll/client'
import { type Output, printable } from './output.ts'

export type WatchSort = 'child' | 'data' | 'persistent' | 'persistent-recursive'

type SetWatch = { readonly path: string; readonly sort: WatchSort; readonly controller: AbortController }

/** zkCli's names of what happened. */
const EVENT_NAMES: Readonly<Record<WatchEvent['type'], string>> = {
  created: 'NodeCreated',
  deleted: 'NodeDeleted',
  'data-changed': 'NodeDataChanged',
  'children-changed': 'NodeChildrenChanged',
  gap: 'None',
}

const REMOVED_NAMES: Readonly<Record<WatchSort, string>> = {
  child: 'ChildWatchRemoved',
  data: 'DataWatchRemoved',
  persistent: 'PersistentWatchRemoved',
  'persistent-recursive': 'PersistentWatchRemoved',
}

export class ShellWatches {
  /** `printwatches` switches it. */
  isPrinting = true
  readonly #set = new Set<SetWatch>()

  /** A signal that is aborted when the watch is taken back, and what to call when it has come to its own end. */
  add(path: string, sort: WatchSort): { readonly signal: AbortSignal; readonly over: () => void } {
    const one: SetWatch = { path, sort, controller: new AbortController() }
    this.#set.add(one)
    return { signal: one.controller.signal, over: () => this.#set.delete(one) }
  }

  /** Takes back those of these sorts; returns the sorts that were. */
  remove(path: string, sorts: readonly WatchSort[]): WatchSort[] {
    const gone = [...this.#set].filter((one) => one.path === path && sorts.includes(one.sort))
    for (const one of gone) {
      this.#set.delete(one)
      one.controller.abort()
    }
    return gone.map(({ sort }) => sort)
  }

  /** With the session all of them are over. */
  clear(): void {
    for (const { controller } of this.#set) controller.abort()
    this.#set.clear()
  }
}

/** A change that a watch told of, in zkCli's words. */
export function eventOutput(event: WatchEvent): Output {
  const path = printable(event.path)
  const line =
    event.type === 'gap'
      ? `changes of ${path} may have been missed: look again`
      : `WatchedEvent state:SyncConnected type:${EVENT_NAMES[event.type]} path:${path}`
  return { lines: ['', 'WATCHER::', '', line], json: { event: event.type, path: event.path } }
}

export function removedOutput(path: string, sorts: readonly WatchSort[]): Output {
  const names = sorts.map((sort) => REMOVED_NAMES[sort])
  const lines = names.flatMap((name) => [
    ...['', 'WATCHER::', ''],
    `WatchedEvent state:SyncConnected type:${name} path:${printable(path)}`,
  ])
  return { lines, json: { path, removed: sorts } }
}
