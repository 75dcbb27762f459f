/**
 * When the requests of an open loop are due: at a steady rate from the start on, whatever became of the earlier ones. The
 * latency of each is counted from here, so that a server that stalls is charged for everybody who had to wait meanwhile
 * (Gil Tene's "coordinated omission" is what happens when it is not).
 */
export class Schedule {
  readonly #startMs: number
  readonly #everyMs: number
  #next: number

  /** `rate` in requests a second; `offset` in `[0, 1)`: threads that share a rate take turns. */
  constructor({ rate, startMs, offset }: { readonly rate: number; readonly startMs: number; readonly offset: number }) {
    this.#startMs = startMs
    this.#everyMs = 1000 / rate
    this.#next = offset
  }

  /** When the next request is due. Multiplied, not added up: errors would add up too. */
  get nextMs(): number {
    return this.#startMs + this.#next * this.#everyMs
  }

  take(): number {
    const due = this.nextMs
    this.#next++
    return due
  }
}
