/**
 * The watches of a session, by kind and path. A server forgets them with the connection, so the table is what restores
 * them on the next one; and as a server tells a change once per connection, the table is what tells everybody here.
 * ZooKeeper: ZKWatchManager.
 */
import type { Notification } from '@quoll/protocol/client'
import type { WatchLists } from './set-watches.ts'
import { eventOf, type WatchCallback, type ZnodeEvent } from './watch-event.ts'
import type { WatchStream } from './watch-stream.ts'

/** What a one-shot watch was set by; `exists` is one on a znode that was not there. */
export type OneShotKind = 'data' | 'exists' | 'child'

type PathTable<T> = Map<string, Set<T>>
/** Callbacks, each with what forgets its signal. */
type CallbackTable = Map<string, Map<WatchCallback, () => void>>

export class WatchTable {
  readonly #oneShot: Readonly<Record<OneShotKind, CallbackTable>> = {
    data: new Map(),
    exists: new Map(),
    child: new Map(),
  }
  readonly #persistent: PathTable<WatchStream> = new Map()
  readonly #recursive: PathTable<WatchStream> = new Map()

  /** The same callback is called once, however often it was set. `signal` takes it back. */
  addOneShot(kind: OneShotKind, path: string, callback: WatchCallback, signal: AbortSignal | undefined): void {
    if (signal?.aborted) return
    const table = this.#oneShot[kind]
    const callbacks = table.get(path) ?? new Map<WatchCallback, () => void>()
    table.set(path, callbacks)
    callbacks.get(callback)?.()
    const takeBack = (): void => {
      callbacks.delete(callback)
      if (callbacks.size === 0 && table.get(path) === callbacks) table.delete(path)
    }
    callbacks.set(callback, () => signal?.removeEventListener('abort', takeBack))
    signal?.addEventListener('abort', takeBack, { once: true })
  }

  addStream(stream: WatchStream, recursive: boolean): void {
    add(recursive ? this.#recursive : this.#persistent, stream.path, stream)
  }

  /** Returns whether it was the last of its kind on its path. */
  removeStream(stream: WatchStream, recursive: boolean): boolean {
    const table = recursive ? this.#recursive : this.#persistent
    const streams = table.get(stream.path)
    if (streams === undefined || !streams.delete(stream) || streams.size > 0) return false
    table.delete(stream.path)
    return true
  }

  /** The server has none left on this path: one-shot watches are forgotten, streams end. */
  removeAll(path: string): void {
    for (const table of Object.values(this.#oneShot)) {
      for (const forget of table.get(path)?.values() ?? []) forget()
      table.delete(path)
    }
    const streams = [...(this.#persistent.get(path) ?? []), ...(this.#recursive.get(path) ?? [])]
    this.#persistent.delete(path)
    this.#recursive.delete(path)
    for (const stream of streams) stream.end('done')
  }

  /** Whether anything here watches exactly this path. */
  watches(path: string): boolean {
    const { data, exists, child } = this.#oneShot
    return [data, exists, child, this.#persistent, this.#recursive].some((table) => table.has(path))
  }

  /** Tells everybody whom it concerns; one-shot watches are used up by it. */
  onNotification(notification: Notification): void {
    const event = eventOf(notification)
    if (event === undefined) return
    for (const kind of firedBy(event.type)) {
      const table = this.#oneShot[kind]
      const callbacks = table.get(event.path)
      table.delete(event.path)
      for (const [callback, forget] of callbacks ?? []) {
        forget()
        callSafely(callback, event)
      }
    }
    for (const stream of this.#persistent.get(event.path) ?? []) stream.push(event)
    if (this.#recursive.size > 0 && event.type !== 'children-changed') this.#tellAbove(event)
  }

  /** What a new connection has to be told. */
  lists(): WatchLists {
    return {
      data: [...this.#oneShot.data.keys()],
      exists: [...this.#oneShot.exists.keys()],
      child: [...this.#oneShot.child.keys()],
      persistent: [...this.#persistent.keys()],
      persistentRecursive: [...this.#recursive.keys()],
    }
  }

  /** Lasting watches on these paths are in place again, and what happened meanwhile was not told. */
  onRestored({ persistent, persistentRecursive }: Pick<WatchLists, 'persistent' | 'persistentRecursive'>): void {
    for (const path of persistent) tellGap(this.#persistent.get(path), path)
    for (const path of persistentRecursive) tellGap(this.#recursive.get(path), path)
  }

  /** The session is over: lasting watches end, with an error if there is one; nothing fires any more. */
  end(error: unknown): void {
    for (const table of Object.values(this.#oneShot)) {
      for (const callbacks of table.values()) for (const forget of callbacks.values()) forget()
      table.clear()
    }
    const streams = [...this.#persistent.values(), ...this.#recursive.values()].flatMap((set) => [...set])
    for (const stream of streams) stream.end(error === undefined ? 'done' : { error })
  }

  #tellAbove(event: ZnodeEvent): void {
    for (let path = event.path; ; path = path.slice(0, path.lastIndexOf('/')) || '/') {
      for (const stream of this.#recursive.get(path) ?? []) stream.push(event)
      if (path === '/') return
    }
  }
}

function firedBy(type: ZnodeEvent['type']): readonly OneShotKind[] {
  switch (type) {
    case 'created':
    case 'data-changed':
      return ['data', 'exists']
    case 'children-changed':
      return ['child']
    case 'deleted':
      return ['data', 'exists', 'child']
  }
}

function add<T>(table: PathTable<T>, path: string, item: T): void {
  const items = table.get(path)
  if (items === undefined) table.set(path, new Set([item]))
  else items.add(item)
}

function tellGap(streams: Iterable<WatchStream> | undefined, path: string): void {
  for (const stream of streams ?? []) stream.push({ type: 'gap', path })
}

/** What a callback throws is its owner's affair: it surfaces like an exception of a timer, and the session goes on. */
function callSafely(callback: WatchCallback, event: ZnodeEvent): void {
  queueMicrotask(() => callback(event))
}
