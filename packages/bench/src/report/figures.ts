/** The few numbers of an outcome that go into tables and ratios. */
import type { Outcome } from '../outcome.ts'

export type Figure = {
  readonly title: string
  /** Whether more is better. */
  readonly more: boolean
  readonly value: number
}

/** Those that ensembles are compared by, the most telling first. */
export function figuresOf(outcome: Outcome): readonly Figure[] {
  switch (outcome.type) {
    case 'load':
      return [
        { title: 'a second', more: true, value: outcome.operationsPerSecond },
        { title: 'p50 ms', more: false, value: outcome.latencyMs.p50 },
        { title: 'p99 ms', more: false, value: outcome.latencyMs.p99 },
      ]
    case 'fan-out':
      return [
        { title: 'all told, p50 ms', more: false, value: outcome.allToldMs.p50 },
        { title: 'all told, max ms', more: false, value: outcome.allToldMs.max },
      ]
    case 'sessions':
      return [
        { title: 'opened a second', more: true, value: outcome.sessions / outcome.openSeconds },
        { title: 'attached a second', more: true, value: outcome.sessions / outcome.reattachSeconds },
      ]
  }
}

/** How many times better the first is than the second. */
export function betterBy({ more }: Figure, a: number, b: number): number {
  return more ? a / b : b / a
}
