/**
 * Time as sessions see it. It stands still while this process does (a suspended machine, a long collection), so that
 * nobody is given up unheard: what clients sent meanwhile is read before the next tick moves it on.
 */

/** A tick that comes later than this many was held up, not a sign of silent clients. */
const TICKS_COUNTED_MAX = 4

export class SessionClock {
  readonly #tickMs: number
  #lastTickMs: number
  #ms = 0

  constructor(tickMs: number, monotonicMs: number) {
    this.#tickMs = tickMs
    this.#lastTickMs = monotonicMs
  }

  /** Milliseconds since it was made, pauses left out. Moves with `tick` only. */
  get ms(): number {
    return this.#ms
  }

  tick(monotonicMs: number): void {
    this.#ms += Math.min(monotonicMs - this.#lastTickMs, TICKS_COUNTED_MAX * this.#tickMs)
    this.#lastTickMs = monotonicMs
  }
}
