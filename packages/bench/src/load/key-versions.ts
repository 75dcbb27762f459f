/**
 * How often each key of a connection was written: by what was sent, and by what was answered. One session's requests take
 * effect in their order and are answered in it, so whatever is answered now saw exactly the writes answered before it.
 */
export class KeyVersions {
  readonly keys: number
  readonly #sent: Int32Array
  readonly #answered: Int32Array
  /** Keys of which a write was refused or never answered: nothing is known of them any more. */
  readonly #lost = new Set<number>()

  constructor(keys: number) {
    this.keys = keys
    this.#sent = new Int32Array(keys)
    this.#answered = new Int32Array(keys)
  }

  /** A write is sent: the version it will have. */
  write(key: number): number {
    return ++this.#sent[key]!
  }

  /** A write was answered: the version it must have, or -1 where nobody knows. */
  answer(key: number): number {
    const version = ++this.#answered[key]!
    return this.#lost.has(key) ? -1 : version
  }

  /** What a read that is answered now must have seen, or -1 where nobody knows. */
  seen(key: number): number {
    return this.#lost.has(key) ? -1 : this.#answered[key]!
  }

  lose(key: number): void {
    this.#lost.add(key)
  }
}
