/**
 * A peer's clock as seen from here. Of a record that was just told, the time between its writing and its arrival is the way it
 * took plus the difference of the clocks; the shortest of many ways is nearly none, so the smallest difference is that of the
 * clocks. What a few milliseconds of network explain is left alone: peers whose clocks agree stay comparable to the last digit.
 */

/** Differences below are the network, or the tolerance of NTP. */
const IGNORED_MS = 25
/** By so much the estimate gives way with each sample: clocks drift. */
const GIVE_MS = 0.01

export class PeerClock {
  #difference: number | undefined
  #last = Number.NEGATIVE_INFINITY

  /** A record was written at `atMs` over there, and is here at `nowMs`. */
  sample(atMs: number, nowMs: number): void {
    const difference = nowMs - atMs
    this.#difference = Math.min(difference, (this.#difference ?? difference) + GIVE_MS)
  }

  /** Another process may have another clock; what was told stays told. */
  begin(): void {
    this.#difference = undefined
  }

  /** How far it is behind ours, milliseconds; 0 when that is hardly anything. */
  get behindMs(): number {
    const difference = this.#difference ?? 0
    return Math.abs(difference) < IGNORED_MS ? 0 : difference
  }

  /** A time of that peer on our clock. What comes later is never told as earlier. */
  here(atMs: number): number {
    this.#last = Math.max(this.#last, atMs + this.behindMs)
    return this.#last
  }

  /** Our own time, for what we say of that peer ourselves. */
  now(nowMs: number): number {
    return this.here(nowMs - this.behindMs)
  }

  /** As `here`, for something that is told long after it happened. */
  past(atMs: number): number {
    return atMs + this.behindMs
  }
}
