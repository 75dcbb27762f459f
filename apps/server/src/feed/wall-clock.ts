/** Unix milliseconds with a fraction: elections take a few of them. Follows the system's clock when that is set. */

/** What rounding alone explains. */
const TOLERANCE_MS = 2

export class WallClock {
  #offsetMs = performance.timeOrigin

  nowMs(): number {
    const precise = this.#offsetMs + performance.now()
    const coarse = Date.now()
    if (Math.abs(precise - coarse) <= TOLERANCE_MS) return precise
    this.#offsetMs += coarse - precise
    return coarse
  }
}
