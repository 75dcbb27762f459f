/** Keeps a model up to date: polls a source without overlapping, carries out what keys ask for, tells who listens. */
import { type Act, type KeyName, press } from './keys.ts'
import { type Model, newModel } from './model/model.ts'
import { type Input, type Reading, update } from './model/update.ts'
import type { EnsembleSource } from './polled-source.ts'

/** Between the end of one poll and the next. */
const POLL_MS = 200
/** While writes wait, so that we can say for how long they did; not for ever. */
const OUTAGE_POLL_MS = 20
const OUTAGE_PATIENCE_MS = 10_000
/** Ages go on growing while a poll takes long. */
const CLOCK_MS = 500

export class LiveModel {
  readonly #source: EnsembleSource
  readonly #clock: () => number
  readonly #stopped: Promise<void>
  #stop: () => void = () => {}
  #quitting = false
  #model: Model
  #wake: () => void = () => {}
  /** Called after every change; `pressed`: it answers a key. */
  onChange: (model: Model, pressed: boolean) => void = () => {}

  /** `clock`: Unix milliseconds. */
  constructor(source: EnsembleSource, clock: () => number = Date.now) {
    this.#source = source
    this.#clock = clock
    this.#model = newModel(source, clock())
    this.#stopped = new Promise((resolve) => {
      this.#stop = resolve
    })
  }

  get model(): Model {
    return this.#model
  }

  press(key: KeyName): void {
    const { model, act } = press(this.#model, key)
    this.#model = model
    if (act !== undefined) this.#carryOut(act)
    this.onChange(this.#model, true)
  }

  quit(): void {
    this.#quitting = true
    this.#stop()
    this.#wake()
  }

  /** Polls until someone quits. */
  async run(): Promise<void> {
    const clock = setInterval(() => this.#take({ type: 'time-passed', atMs: this.#clock() }), CLOCK_MS)
    try {
      while (!this.#quitting) {
        await Promise.race([this.#poll(), this.#stopped])
        if (!this.#quitting) await this.#pause(pauseAfter(this.#model))
      }
    } finally {
      clearInterval(clock)
    }
  }

  async #poll(): Promise<void> {
    try {
      const statuses = await this.#source.statuses()
      const readings = this.#model.peers.map(({ id }, i) => this.#reading(id, statuses[i]))
      this.#take({ type: 'polled', atMs: this.#clock(), readings })
    } catch (error) {
      this.#wentWrong('the ensemble could not be asked', error)
      this.#take({ type: 'polled', atMs: this.#clock(), readings: [] })
    }
  }

  #reading(id: number, status: Reading['status']): Reading {
    const { control } = this.#source
    return { status, running: control?.running(id), pid: control?.pidOf(id) }
  }

  #carryOut(act: Act): void {
    if (act.type === 'quit') return this.quit()
    const { control } = this.#source
    if (control === undefined) return
    control.perform(act).then(
      () => {
        this.#take({ type: act.type === 'kill' ? 'killed' : 'restarted', atMs: this.#clock(), peer: act.peer })
        this.#wake()
      },
      (error: unknown) => this.#wentWrong(`could not ${act.type} peer ${act.peer}`, error),
    )
  }

  #wentWrong(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error)
    this.#take({ type: 'went-wrong', atMs: this.#clock(), text: `${what}: ${why}` })
  }

  #take(input: Input): void {
    if (this.#quitting) return
    this.#model = update(this.#model, input)
    this.onChange(this.#model, false)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function pauseAfter({ outage, nowMs }: Model): number {
  return outage !== undefined && nowMs - outage.sinceMs < OUTAGE_PATIENCE_MS ? OUTAGE_POLL_MS : POLL_MS
}
