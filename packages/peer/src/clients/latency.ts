import type { LatencyView } from '../view.ts'

/** Time from a request's arrival to its reply, the way `srvr` shows it. */
export class Latency {
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  add(ms: number): void {
    this.#count++
    this.#sum += ms
    if (ms < this.#min) this.#min = ms
    if (ms > this.#max) this.#max = ms
  }

  /** Counts from now on. */
  reset(): void {
    this.#count = 0
    this.#sum = 0
    this.#min = Number.POSITIVE_INFINITY
    this.#max = 0
  }

  view(): LatencyView {
    if (this.#count === 0) return { count: 0, min: 0, average: 0, max: 0 }
    return { count: this.#count, min: this.#min, average: this.#sum / this.#count, max: this.#max }
  }
}
