/**
 * Virtual time. Events lie in a binary heap ordered by (time, order of scheduling); nothing happens between them, so an
 * idle hour costs nothing. Time is counted in whole microseconds.
 */

export type Micros = number

export const MS: Micros = 1_000
export const SECOND: Micros = 1_000_000

export type Scheduled = { readonly at: Micros; readonly order: number; run: (() => void) | undefined }

export class Scheduler {
  readonly #heap: Scheduled[] = []
  #now: Micros = 0
  #order = 0
  #executed = 0

  get now(): Micros {
    return this.#now
  }

  /** Events carried out so far. */
  get executed(): number {
    return this.#executed
  }

  /** Runs `run` in `delay` microseconds; events of one moment run in the order they were scheduled. */
  after(delay: Micros, run: () => void): Scheduled {
    return this.at(this.#now + (delay > 0 ? Math.round(delay) : 0), run)
  }

  at(time: Micros, run: () => void): Scheduled {
    const event: Scheduled = { at: Math.max(time, this.#now), order: this.#order++, run }
    this.#up(event)
    return event
  }

  /** Carries out the next event. False when there is none, or it lies after `until`. */
  step(until: Micros): boolean {
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.at > until) {
        this.#now = Math.max(this.#now, until === Number.POSITIVE_INFINITY ? this.#now : until)
        return false
      }
      this.#removeFirst()
      if (next.run === undefined) continue
      this.#now = next.at
      this.#executed++
      const run = next.run
      next.run = undefined
      run()
      return true
    }
  }

  #up(event: Scheduled): void {
    const heap = this.#heap
    let place = heap.length
    heap.push(event)
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above] as Scheduled
      if (before(parent, event)) break
      heap[place] = parent
      place = above
    }
    heap[place] = event
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop() as Scheduled
    if (heap.length === 0) return
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && before(heap[below + 1] as Scheduled, heap[below] as Scheduled)) below++
      const child = heap[below] as Scheduled
      if (before(last, child)) break
      heap[place] = child
      place = below
    }
    heap[place] = last
  }
}

export function cancel(event: Scheduled): void {
  event.run = undefined
}

function before(a: Scheduled, b: Scheduled): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
