/** How long the last syncs took: a ring, because it is written on every one of them. */
const KEPT = 1024

export class SyncTimes {
  #count = 0
  readonly #ring = new Float64Array(KEPT)

  get count(): number {
    return this.#count
  }

  add(milliseconds: number): void {
    this.#ring[this.#count % KEPT] = milliseconds
    this.#count++
  }

  /** Milliseconds, newest last. */
  last(): readonly number[] {
    if (this.#count <= KEPT) return [...this.#ring.subarray(0, this.#count)]
    const oldest = this.#count % KEPT
    return [...this.#ring.subarray(oldest), ...this.#ring.subarray(0, oldest)]
  }
}
