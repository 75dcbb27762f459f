/**
 * Paths that were looked up lately and what was found. A path in use comes again and again, most often as the very same
 * string (utf8.ts in bytes sees to that), so telling that it is the one takes a glance where hashing it and comparing it
 * with what the tree holds takes two walks over it. What is kept changes nothing that can be seen.
 */
const PLACES = 4096
/** Longer paths are not kept: so a place costs little, whatever clients ask for. */
const UNITS_MAX = 128
/** So many of the last units decide on the place: where paths differ. */
const UNITS_SEEN = 8

/** Where a path is kept if it is. */
export type Place = number

export class RecentPaths {
  readonly #paths: string[] = new Array<string>(PLACES).fill('')
  readonly #hashes = new Int32Array(PLACES)
  readonly #slots = new Int32Array(PLACES)

  placeOf(path: string): Place {
    const { length } = path
    let mixed = length
    for (let at = Math.max(0, length - UNITS_SEEN); at < length; at++)
      mixed = Math.imul(mixed, 31) + path.charCodeAt(at)
    return (mixed ^ (mixed >>> 12)) & (PLACES - 1)
  }

  isAt(place: Place, path: string): boolean {
    return this.#paths[place] === path
  }

  hashAt(place: Place): number {
    return this.#hashes[place]!
  }

  /** 0: there is nothing at the path. */
  slotAt(place: Place): number {
    return this.#slots[place]!
  }

  keep(place: Place, path: string, hash: number, slot: number): void {
    if (path.length > UNITS_MAX) return
    this.#paths[place] = path
    this.#hashes[place] = hash
    this.#slots[place] = slot
  }

  /** What was found at `path` is no longer true. */
  forget(path: string): void {
    const place = this.placeOf(path)
    if (this.isAt(place, path)) this.#slots[place] = 0
  }
}
