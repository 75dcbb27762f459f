/** What was told last, kept for readers that come late: above all the election that a peer began with. */

/** Lines: a few dozen elections. */
const KEPT = 500

export class Memory {
  #lines: string[] = []

  /** Oldest first. */
  get lines(): readonly string[] {
    return this.#lines.slice(-KEPT)
  }

  add(line: string): void {
    this.#lines.push(line)
    // Seldom, and all at once: nothing is moved for every line.
    if (this.#lines.length > 2 * KEPT) this.#lines = this.#lines.slice(-KEPT)
  }
}
