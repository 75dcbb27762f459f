/** The words of `quoll sim`, checked. */
import { FAULT_KINDS, type FaultKind, isFaultKind } from '../faults/kinds.ts'
import { DEFAULT_SECONDS } from '../options.ts'

export type SimArguments = {
  /** One seed only. */
  readonly seed: number | undefined
  /** First seed, when there are several. */
  readonly from: number
  /** How many seeds; undefined: until another limit, or for ever. */
  readonly seeds: number | undefined
  /** Stop after this many minutes of real time. */
  readonly minutes: number | undefined
  /** Stop after this many simulated hours. */
  readonly hours: number | undefined
  readonly seconds: number
  readonly peers: number | undefined
  readonly observers: number | undefined
  readonly faults: readonly FaultKind[] | undefined
  readonly jobs: number
  readonly trace: string | undefined
  /** Show the run of one seed as it goes. */
  readonly watch: boolean
  /** Write what is told of it into this file, for `quoll replay`. */
  readonly record: string | undefined
}

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const USAGE: string = `quoll sim: a whole ensemble in one process under one seed

  quoll sim                      seed after seed until stopped
  quoll sim --seed 42            one seed; the same run on every machine
  quoll sim --seeds 1000         that many, from --from (default 1)
  quoll sim --minutes 5          as many as fit into five minutes
  quoll sim --hours 24           as many as make a simulated day
  quoll sim --watch              a calm ensemble, to be broken by hand
  quoll sim --seed 42 --watch    that run in the dashboard, step by step

  --peers N        voters (default: drawn from the seed, mostly 3 or 5)
  --observers N    members that learn without voting
  --seconds N      simulated seconds with faults per seed (default ${DEFAULT_SECONDS})
  --faults LIST    of ${inColumns(FAULT_KINDS)}
  --jobs N         seeds side by side (default 1)
  --trace FILE     with --seed: every event and effect, one per line
  --record FILE    with --seed or --watch: what is shown, for quoll replay

Exit code: 0 nothing found, 1 a promise was broken, 2 used wrongly.
`

/** Separated by commas, a few on each line, below the first of them. */
function inColumns(words: readonly string[]): string {
  const lines = Array.from({ length: Math.ceil(words.length / 5) }, (_, i) => words.slice(5 * i, 5 * i + 5).join(', '))
  return lines.join(`,\n${' '.repeat(22)}`)
}

const NUMBERS = ['seed', 'from', 'seeds', 'minutes', 'hours', 'seconds', 'peers', 'observers', 'jobs'] as const

/** @throws UsageError with a sentence about what is wrong. */
export function readArguments(argv: readonly string[]): SimArguments {
  const words = new Map<string, string>()
  const watch = argv.includes('--watch')
  const valued = argv.filter((word) => word !== '--watch')
  for (let i = 0; i < valued.length; i++) {
    const [flag, inline] = (valued[i] as string).split('=', 2)
    const name = flag?.startsWith('--') === true ? flag.slice(2) : undefined
    const known = name !== undefined && ([...NUMBERS, 'faults', 'trace', 'record'] as readonly string[]).includes(name)
    if (!known) throw new UsageError(`${valued[i]} is not an option`)
    const value = inline ?? valued[++i]
    if (value === undefined) throw new UsageError(`--${name} needs a value`)
    words.set(name, value)
  }
  const number = (name: (typeof NUMBERS)[number]) => numberOf(name, words.get(name))
  const seed = number('seed')
  const trace = words.get('trace')
  if (trace !== undefined && seed === undefined) throw new UsageError('--trace goes with --seed')
  if (trace !== undefined && watch)
    throw new UsageError('--trace and --watch do not go together: record what you watch')
  const record = words.get('record')
  if (record !== undefined && seed === undefined && !watch) throw new UsageError('--record goes with --seed or --watch')
  if (record !== undefined && trace !== undefined) throw new UsageError('--record and --trace do not go together')
  const manySeeds = ['from', 'seeds', 'minutes', 'hours', 'jobs'].find((name) => words.has(name))
  if (watch && manySeeds !== undefined) throw new UsageError(`--watch shows one seed: leave out --${manySeeds}`)
  return {
    seed,
    from: number('from') ?? 1,
    seeds: number('seeds'),
    minutes: number('minutes'),
    hours: number('hours'),
    seconds: number('seconds') ?? DEFAULT_SECONDS,
    peers: number('peers'),
    observers: number('observers'),
    faults: faultsOf(words.get('faults')),
    jobs: Math.max(1, number('jobs') ?? 1),
    trace,
    watch,
    record,
  }
}

function numberOf(name: string, word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  const value = Number(word)
  const isWhole = name === 'minutes' || name === 'hours' || Number.isInteger(value)
  if (word === '' || !Number.isFinite(value) || value < 0 || !isWhole) {
    throw new UsageError(`--${name} takes a number, not ${JSON.stringify(word)}`)
  }
  if (name === 'peers' && (value < 1 || value > 9)) throw new UsageError('--peers takes 1 to 9')
  return value
}

function faultsOf(list: string | undefined): FaultKind[] | undefined {
  if (list === undefined) return undefined
  const words = list === 'none' ? [] : list.split(',').map((word) => word.trim())
  const unknown = words.find((word) => !isFaultKind(word))
  if (unknown !== undefined)
    throw new UsageError(`there is no fault ${JSON.stringify(unknown)}; there are ${FAULT_KINDS.join(', ')}`)
  return words.filter(isFaultKind)
}
