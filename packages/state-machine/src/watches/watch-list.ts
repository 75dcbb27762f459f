/**
 * Watches of one kind: who watches which path, found from either side. Most paths have one watcher and most watchers of a
 * path are alone, so a set is made only for the second (a million one-watcher paths hold a million map entries, no sets).
 * The paths of one watcher are only walked, when it goes away, so they are a plain list and not a set: a third of the bytes.
 */
import { WatchedPaths } from './watched-paths.ts'

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
  readonly #byWatcher = new Map<W, string | WatchedPaths>()
  #size = 0

  /** Pairs of a path and a watcher. */
  get size(): number {
    return this.#size
  }

  /** False when it was there already. */
  add(path: string, watcher: W): boolean {
    if (this.has(path, watcher)) return false
    enter(this.#byPath, path, watcher)
    this.#note(watcher, path)
    this.#size++
    return true
  }

  /** False when it was not there. */
  remove(path: string, watcher: W): boolean {
    if (!strike(this.#byPath, path, watcher)) return false
    this.#unnote(watcher)
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
    for (const watcher of watchers) this.#unnote(watcher)
    this.#size -= watchers.length
    return watchers
  }

  /** Forgets everything a watcher watches. */
  drop(watcher: W): void {
    const found = this.#byWatcher.get(watcher)
    if (found === undefined) return
    // A list may name paths that it no longer watches, and one twice.
    for (const path of typeof found === 'string' ? [found] : found.listed)
      if (strike(this.#byPath, path, watcher)) this.#size--
    this.#byWatcher.delete(watcher)
  }

  /** How many paths a watcher watches. */
  countOf(watcher: W): number {
    const found = this.#byWatcher.get(watcher)
    return found instanceof WatchedPaths ? found.count : found === undefined ? 0 : 1
  }

  /** The paths that are watched, each once, oldest first. Do not change the list while looking at them. */
  paths(): Iterable<string> {
    return this.#byPath.keys()
  }

  *entries(): Generator<readonly [path: string, watcher: W], void, undefined> {
    for (const path of this.#byPath.keys()) for (const watcher of this.watchersOf(path)) yield [path, watcher]
  }

  #note(watcher: W, path: string): void {
    const found = this.#byWatcher.get(watcher)
    if (found instanceof WatchedPaths) found.add(path)
    else if (found === undefined) this.#byWatcher.set(watcher, path)
    else this.#byWatcher.set(watcher, new WatchedPaths(found, path))
  }

  /** After the path has forgotten the watcher. */
  #unnote(watcher: W): void {
    const found = this.#byWatcher.get(watcher)
    if (!(found instanceof WatchedPaths)) this.#byWatcher.delete(watcher)
    else if (found.removeOne() === 0) this.#byWatcher.delete(watcher)
    else found.tidy((each) => this.has(each, watcher))
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
