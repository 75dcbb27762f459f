/**
 * One operating-system process of the simulation, without what runs in it: it is started, killed, stopped (SIGSTOP) and
 * continued. Everything that reaches the code inside comes through `enter`: dropped when the process is dead, kept in
 * order while it is stopped.
 */
import type { Cancel, Clock } from '@quoll/peer'
import { cancel, type Micros, MS, type Scheduled, type Scheduler } from '../scheduler.ts'

export type ClockSkew = {
  /** How far the wall clock of this machine is off. */
  readonly wallOffsetMs: number
  /** How fast its clocks run: 1 is true, 1.01 gains a hundredth. */
  readonly rate: number
  /** Length of a turn of the event loop: what comes in within it leaves together. */
  readonly turn: Micros
}

/** 2026-01-01, so that times in traces look like times. */
const WALL_START_MS = 1_767_225_600_000

export class SimProcess {
  readonly #scheduler: Scheduler
  readonly #skew: ClockSkew
  #life = 0
  #alive = false
  #stopped = false
  #inbox: (() => void)[] = []
  /** Timers that went off while it was stopped. */
  #due: (() => void)[] = []

  constructor(scheduler: Scheduler, skew: ClockSkew) {
    this.#scheduler = scheduler
    this.#skew = skew
  }

  get alive(): boolean {
    return this.#alive
  }

  get stopped(): boolean {
    return this.#stopped
  }

  begin(): void {
    this.#life++
    this.#alive = true
    this.#stopped = false
    this.#inbox = []
    this.#due = []
  }

  /** Kills it: nothing that was on its way reaches anybody any more. */
  kill(): void {
    this.#life++
    this.#alive = false
    this.#stopped = false
    this.#inbox = []
    this.#due = []
  }

  stop(): void {
    if (this.#alive) this.#stopped = true
  }

  /** What arrived meanwhile comes first, then the timers that went off: a clock judges nobody by a silence of its own. */
  continue(): void {
    if (!this.#stopped) return
    this.#stopped = false
    const waiting = [...this.#inbox, ...this.#due]
    this.#inbox = []
    this.#due = []
    for (let i = 0; i < waiting.length; i++) {
      if (!this.#alive) return
      // Stopped again from within: the rest keeps its place before what came meanwhile.
      if (this.#stopped) {
        this.#inbox = [...waiting.slice(i), ...this.#inbox]
        return
      }
      waiting[i]?.()
    }
  }

  /** Runs `work` inside: now, when the process continues, or never. */
  enter(work: () => void): void {
    if (!this.#alive) return
    if (this.#stopped) this.#inbox.push(work)
    else work()
  }

  /** Runs `work` inside after `delay`, if this life of the process lasts so long. */
  after(delay: Micros, work: () => void): Scheduled {
    const life = this.#life
    return this.#scheduler.after(delay, () => {
      if (life === this.#life) this.enter(work)
    })
  }

  /** The clock of this life; its timers die with it. */
  clock(): Clock {
    const { wallOffsetMs, rate, turn } = this.#skew
    return {
      monotonicMs: () => (this.#scheduler.now / MS) * rate + 1_000,
      wallMs: () => Math.floor(WALL_START_MS + wallOffsetMs + (this.#scheduler.now / MS) * rate),
      every: (everyMs, tick) => this.#every((everyMs * MS) / rate, tick),
      afterTurn: (work) => {
        this.after(turn, work)
      },
    }
  }

  /** Like an interval of Node: ticks missed while stopped are not made up for, one comes at once. */
  #every(period: Micros, tick: () => void): Cancel {
    const life = this.#life
    let cancelled = false
    let next: Scheduled | undefined
    const fire = () => {
      if (cancelled) return
      arm()
      tick()
    }
    const arm = () => {
      next = this.#scheduler.after(period, () => {
        if (life !== this.#life) return
        if (this.#stopped) this.#due.push(fire)
        else fire()
      })
    }
    arm()
    return () => {
      cancelled = true
      if (next !== undefined) cancel(next)
    }
  }
}
