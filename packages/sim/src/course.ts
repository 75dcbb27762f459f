/**
 * The course of a run: stretches of time, and between them what is done or asked. Whoever follows it decides how a stretch
 * is gone through: at once, or event by event while somebody watches.
 */
import { type Micros, type Scheduler, SECOND } from './scheduler.ts'

/** Time that passes until `length` is over or `done` holds. */
export type Stretch = { readonly length: Micros; readonly done?: () => boolean }

/** Yields stretches; is told of each whether its `done` held. */
export type Course = Generator<Stretch, void, boolean>

const EVENTS_PER_SECOND_MAX = 200_000

export type Watchman = { readonly scheduler: Scheduler; readonly isBroken: boolean; endless(): void }

/** One stretch under way. */
export class Passage {
  readonly #run: Watchman
  readonly #stretch: Stretch
  readonly #until: Micros
  readonly #eventsMax: number
  #held = false
  #over = false

  constructor(run: Watchman, stretch: Stretch) {
    this.#run = run
    this.#stretch = stretch
    this.#until = run.scheduler.now + stretch.length
    this.#eventsMax = run.scheduler.executed + EVENTS_PER_SECOND_MAX * (stretch.length / SECOND + 1)
  }

  get isOver(): boolean {
    return this.#over
  }

  /** Did `done` hold in the end? */
  get held(): boolean {
    return this.#held
  }

  /** Carries out the next event. False when it lies after `limit`, or the stretch is over: time has then come so far. */
  step(limit: Micros = Number.POSITIVE_INFINITY): boolean {
    if (this.#over) return false
    const { scheduler } = this.#run
    if (this.#run.isBroken || !scheduler.step(Math.min(limit, this.#until))) {
      if (this.#run.isBroken || limit >= this.#until) this.#end()
      return false
    }
    if (this.#stretch.done?.() === true) {
      this.#end()
      return true
    }
    if (scheduler.executed > this.#eventsMax) this.#run.endless()
    return true
  }

  #end(): void {
    this.#held = this.#stretch.done?.() === true
    this.#over = true
  }
}
