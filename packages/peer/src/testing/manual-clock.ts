/** A clock that moves only when it is told to. Turns run in the order they were asked for, by `runTurns`. */
import type { Cancel, Clock } from '../ports/clock.ts'

type Repeating = { readonly everyMs: number; readonly tick: () => void; dueMs: number; cancelled: boolean }

export class ManualClock implements Clock {
  #nowMs: number
  #turns: (() => void)[] = []
  readonly #repeating: Repeating[] = []

  /** `startMs`: wall time at the beginning, milliseconds since 1970. */
  constructor(startMs = 1_700_000_000_000) {
    this.#startMs = startMs
    this.#nowMs = 0
  }
  readonly #startMs: number

  monotonicMs(): number {
    return this.#nowMs
  }
  wallMs(): number {
    return this.#startMs + this.#nowMs
  }
  every(everyMs: number, tick: () => void): Cancel {
    const repeating = { everyMs, tick, dueMs: this.#nowMs + everyMs, cancelled: false }
    this.#repeating.push(repeating)
    return () => {
      repeating.cancelled = true
    }
  }
  afterTurn(turn: () => void): void {
    this.#turns.push(turn)
  }

  /** Ends the turn: runs what was put off, and what that put off in its turn. Returns whether there was anything. */
  runTurns(): boolean {
    let ran = false
    while (this.#turns.length > 0) {
      const turns = this.#turns
      this.#turns = []
      for (const turn of turns) turn()
      ran = true
    }
    return ran
  }

  /** The process stood still for `ms`: what was due meanwhile comes once, late. */
  advanceAtOnce(ms: number): void {
    this.#nowMs += ms
    for (const each of this.#repeating) {
      if (each.cancelled || each.dueMs > this.#nowMs) continue
      each.dueMs = this.#nowMs + each.everyMs
      each.tick()
    }
  }

  /** Lets `ms` pass: what is due is called in the order of its time. */
  advance(ms: number): void {
    const end = this.#nowMs + ms
    for (;;) {
      let next: Repeating | undefined
      for (const each of this.#repeating)
        if (!each.cancelled && each.dueMs <= end && (next === undefined || each.dueMs < next.dueMs)) next = each
      if (next === undefined) break
      this.#nowMs = next.dueMs
      next.dueMs += next.everyMs
      next.tick()
    }
    this.#nowMs = end
  }
}
