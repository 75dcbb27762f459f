/**
 * The paths one watcher watches, once it watches more than one. What it no longer watches stays listed until as much is
 * stale as is not; then the list is made anew. So a removal needs no search, and every change costs the same on average.
 */

/** Lists are not made anew for less. */
const STALE_MIN = 16

export class WatchedPaths {
  #listed: string[]
  #count = 2

  constructor(first: string, second: string) {
    this.#listed = [first, second]
  }

  /** How many are watched. */
  get count(): number {
    return this.#count
  }

  /** Every path that is watched, and some that were; a path may come twice. */
  get listed(): readonly string[] {
    return this.#listed
  }

  /** One that is not watched yet. */
  add(path: string): void {
    this.#listed.push(path)
    this.#count++
  }

  /** One of them is watched no longer. @returns how many still are. */
  removeOne(): number {
    return --this.#count
  }

  /** Forgets stale paths when they are many. `isWatched`: judges one path. */
  tidy(isWatched: (path: string) => boolean): void {
    if (this.#listed.length < 2 * this.#count + STALE_MIN) return
    this.#listed = [...new Set(this.#listed.filter(isWatched))]
  }
}
