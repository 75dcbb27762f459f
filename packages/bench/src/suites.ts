/** Loads that go together. `quick` is the table of docs/performance.md, row by row; `smoke` a few of its rows, shorter. */
import type { Load } from './load/load.ts'
import { parseMix } from './mix.ts'

export type Job =
  | { readonly type: 'load'; readonly name: string; readonly load: Load }
  | { readonly type: 'fan-out'; readonly name: string; readonly watchers: number; readonly changes: number }
  | { readonly type: 'sessions'; readonly name: string; readonly sessions: number; readonly holdSeconds: number }

export type Suite = {
  /** Run once on every target before anything is measured: a JVM compiles, files grow, caches fill. */
  readonly warmUp: Load
  readonly jobs: readonly Job[]
}

export const DEFAULT_LOAD: Load = {
  mix: parseMix('set'),
  connections: 16,
  window: 1,
  rate: undefined,
  valueBytes: 100,
  keys: 1000,
  children: 10,
  multi: 10,
  seconds: 5,
  warmUpSeconds: 1,
}

const READ_MOSTLY = 'get=70,set=30'

/** `timing`: overrides how long each load runs. */
export function quickSuite(timing: Pick<Load, 'seconds' | 'warmUpSeconds'>): Suite {
  const row = (name: string, mix: string, connections: number, window: number, more: Partial<Load> = {}): Job => ({
    type: 'load',
    name,
    load: { ...DEFAULT_LOAD, ...timing, mix: parseMix(mix), connections, window, ...more },
  })
  return {
    warmUp: warmUp('get=50,set=50', 10),
    jobs: [
      row('set 1', 'set', 1, 1),
      row('set 16', 'set', 16, 1),
      row('set 128', 'set', 128, 1),
      row('set 1000', 'set', 100, 10),
      row('set 1000, 1 KiB', 'set', 100, 10, { valueBytes: 1024 }),
      row('get 1', 'get', 1, 1),
      row('get 128', 'get', 128, 1),
      row('get 1000', 'get', 100, 10),
      row('70 % get 128', READ_MOSTLY, 128, 1),
      row('70 % get 1000', READ_MOSTLY, 100, 10),
      row('ephemeral 128', 'eph', 128, 1),
      row('multi of 10, 16', 'multi', 16, 1),
      row('set 500/s', 'set', 64, 64, { rate: 500 }),
      { type: 'fan-out', name: '1000 watchers', watchers: 1000, changes: 15 },
      { type: 'sessions', name: '1000 sessions', sessions: 1000, holdSeconds: 2 },
    ],
  }
}

export function smokeSuite(): Suite {
  const { jobs } = quickSuite({ seconds: 1, warmUpSeconds: 0.3 })
  const kept: ReadonlySet<string> = new Set([
    'set 1',
    'set 128',
    'get 128',
    '70 % get 1000',
    'ephemeral 128',
    'set 500/s',
  ])
  return { warmUp: warmUp('get=50,set=50', 1), jobs: jobs.filter(({ name }) => kept.has(name)) }
}

function warmUp(mix: string, seconds: number): Load {
  return { ...DEFAULT_LOAD, mix: parseMix(mix), connections: 64, window: 4, seconds, warmUpSeconds: 0 }
}
