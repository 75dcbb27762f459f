/**
 * Watches of one kind: who watches which path, found from either side. Most paths have one watcher and most watchers of a
 * path are alone, so a set is made only for the second (a million one-watcher paths hold a million map entries, no sets).
 */

/** More than one. A class of its own, because a watcher itself may be anything. */
class Several<T> {
  readonly all: Set<T>
  constructor(first: T, second: T) {
    this.all = new Set([first, second])
  }
}

type OneOrMore<T> = T | Several<T>

export class WatchList<W> {
  readonly #byPath = new Map<string, OneOrMore<W>>()
  readonly #byWatcher = new Map<W, OneOrMore<string>>()
  #size = 0

  /** Pairs of a path and a watcher. */
  get size(): number {
    return this.#size
  }

  /** False when it was there already. */
  add(path: string, watcher: W): boolean {
    if (this.has(path, watcher)) return false
    enter(this.#byPath, path, watcher)
    enter(this.#byWatcher, watcher, path)
    this.#size++
    return true
  }

  /** False when it was not there. */
  remove(path: string, watcher: W): boolean {
    if (!strike(this.#byPath, path, watcher)) return false
    strike(this.#byWatcher, watcher, path)
    this.#size--
    return true
  }

  has(path: string, watcher: W): boolean {
    const found = this.#byPath.get(path)
    return found instanceof Several ? found.all.has(watcher) : found === watcher && this.#byPath.has(path)
  }

  /** Those who watch `path`, in the order they began. Do not change the list while looking at them. */
  watchersOf(path: string): Iterable<W> {
    return members(this.#byPath, path)
  }

  /** Takes away all watchers of a path and returns them. */
  takeAll(path: string): readonly W[] {
    if (!this.#byPath.has(path)) return NOBODY
    const watchers = [...members(this.#byPath, path)]
    this.#byPath.delete(path)
    for (const watcher of watchers) strike(this.#byWatcher, watcher, path)
    this.#size -= watchers.length
    return watchers
  }

  /** Forgets everything a watcher watches. */
  drop(watcher: W): void {
    for (const path of members(this.#byWatcher, watcher)) {
      strike(this.#byPath, path, watcher)
      this.#size--
    }
    this.#byWatcher.delete(watcher)
  }

  /** How many paths a watcher watches. */
  countOf(watcher: W): number {
    const found = this.#byWatcher.get(watcher)
    return found instanceof Several ? found.all.size : found === undefined ? 0 : 1
  }

  /** The paths that are watched, each once, oldest first. Do not change the list while looking at them. */
  paths(): Iterable<string> {
    return this.#byPath.keys()
  }

  *entries(): Generator<readonly [path: string, watcher: W], void, undefined> {
    for (const path of this.#byPath.keys()) for (const watcher of this.watchersOf(path)) yield [path, watcher]
  }
}

function enter<K, T>(map: Map<K, OneOrMore<T>>, key: K, value: T): void {
  const found = map.get(key)
  if (found instanceof Several) found.all.add(value)
  else if (found === undefined) map.set(key, value)
  else map.set(key, new Several(found, value))
}

function strike<K, T>(map: Map<K, OneOrMore<T>>, key: K, value: T): boolean {
  const found = map.get(key)
  if (!(found instanceof Several)) return found === value && map.delete(key)
  const wasThere = found.all.delete(value)
  if (found.all.size === 1) for (const last of found.all) map.set(key, last)
  return wasThere
}

function members<K, T>(map: ReadonlyMap<K, OneOrMore<T>>, key: K): Iterable<T> {
  const found = map.get(key)
  if (found === undefined) return NOBODY
  return found instanceof Several ? found.all : [found]
}

const NOBODY: readonly never[] = []
