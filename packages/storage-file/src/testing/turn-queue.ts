/** A schedule for tests that do not care for time: turns run in the order of their delays, when the test says so. */
export class TurnQueue {
  #turns: { readonly at: number; readonly turn: () => void }[] = []
  #now = 0

  /** Milliseconds of the time that the turns have taken. */
  now(): number {
    return this.#now
  }

  readonly schedule: (turn: () => void, delayMs: number) => void = (turn, delayMs) => {
    const at = this.#now + delayMs
    let place = this.#turns.length
    while (place > 0 && this.#turns[place - 1]!.at > at) place--
    this.#turns.splice(place, 0, { at, turn })
  }

  /** Runs turns until `happened`, or until there are none left; says whether it happened. */
  runUntil(happened: () => boolean): boolean {
    while (!happened()) {
      const next = this.#turns.shift()
      if (next === undefined) return false
      this.#now = next.at
      next.turn()
    }
    return true
  }

  runAll(): void {
    this.runUntil(() => false)
  }
}
