/** Drawing at a bounded rate: an answer to a key at once, news of the ensemble a few times a second. */

export class Pace {
  readonly #everyMs: number
  readonly #draw: () => void
  #timer: NodeJS.Timeout | undefined
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(everyMs: number, draw: () => void) {
    this.#everyMs = everyMs
    this.#draw = draw
  }

  now(): void {
    this.stop()
    this.#lastMs = performance.now()
    this.#draw()
  }

  soon(): void {
    if (this.#timer !== undefined) return
    const wait = this.#lastMs + this.#everyMs - performance.now()
    if (wait <= 0) this.now()
    else this.#timer = setTimeout(() => this.now(), wait)
  }

  /** Forgets what was to be drawn. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
