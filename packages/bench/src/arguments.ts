/** The words of `quoll bench`, checked. Every number has a bound: a slip of the finger is refused, not carried out. */
import { availableParallelism } from 'node:os'
import { type Address, parseAddresses } from './address.ts'
import { UsageError } from './errors.ts'
import type { Load } from './load/load.ts'
import { formatMix, parseMix } from './mix.ts'
import { DEFAULT_LOAD, type Job, quickSuite, type Suite, smokeSuite } from './suites.ts'

export type Target = { readonly name: string; readonly addresses: readonly Address[] }

export type BenchArguments = {
  /** One, or two that are compared. */
  readonly targets: readonly Target[]
  readonly jobs: readonly Job[]
  readonly warmUp: Load | undefined
  readonly rounds: number
  readonly workers: number
  readonly sessionTimeoutMs: number
  readonly json: boolean
}

/** Smallest and largest of each number; `whole` unless it says otherwise. */
const NUMBERS = {
  connections: [1, 20_000],
  window: [1, 10_000],
  rate: [0.1, 10_000_000],
  value: [1, 1_000_000],
  keys: [1, 1_000_000],
  children: [1, 10_000],
  multi: [1, 1000],
  duration: [0.1, 86_400],
  'warm-up': [0, 3600],
  changes: [1, 10_000],
  watchers: [1, 20_000],
  sessions: [1, 50_000],
  rounds: [1, 100],
  workers: [1, 64],
  'session-timeout': [1, 3600],
} as const satisfies Record<string, readonly [number, number]>

const FRACTIONS: ReadonlySet<string> = new Set(['rate', 'duration', 'warm-up', 'session-timeout'])
const WORDS: readonly string[] = ['connect', 'compare', 'names', 'mix', 'suite', 'only']
const FLAGS: readonly string[] = ['json']
const UNDER_WAY_MAX = 1_000_000
const FRAME_BYTES_MAX = 1_000_000
/** Below, one thread is idle most of the time anyway. */
const CONNECTIONS_PER_WORKER_MIN = 16

type NumberName = keyof typeof NUMBERS
type Words = ReadonlyMap<string, string>

/** @throws UsageError with a sentence about what is wrong. */
export function readArguments(argv: readonly string[]): BenchArguments {
  const words = readWords(argv)
  const targets = targetsOf(words)
  const timing = { seconds: numberOf(words, 'duration'), warmUpSeconds: numberOf(words, 'warm-up') }
  const { jobs, warmUp } = jobsOf(words, timing)
  const largest = Math.max(...jobs.map((job) => (job.type === 'load' ? job.load.connections : 1)))
  const spare = Math.min(availableParallelism() >> 1, Math.floor(largest / CONNECTIONS_PER_WORKER_MIN))
  return {
    targets,
    jobs,
    warmUp,
    rounds: numberOf(words, 'rounds') ?? (targets.length > 1 ? 3 : 1),
    workers: numberOf(words, 'workers') ?? Math.max(1, spare),
    sessionTimeoutMs: (numberOf(words, 'session-timeout') ?? 30) * 1000,
    json: words.has('json'),
  }
}

function readWords(argv: readonly string[]): Words {
  const words = new Map<string, string>()
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const [flag = '', ...inline] = word.split('=')
    const name = flag.startsWith('--') ? flag.slice(2) : ''
    if (FLAGS.includes(name) && inline.length === 0) {
      words.set(name, '')
      continue
    }
    if (!Object.hasOwn(NUMBERS, name) && !WORDS.includes(name))
      throw new UsageError(`${word} is not an option of bench`)
    const value = inline.length > 0 ? inline.join('=') : argv[++at]
    if (value === undefined || value === '') throw new UsageError(`--${name} needs a value`)
    if (words.has(name)) throw new UsageError(`--${name} is there twice`)
    words.set(name, value)
  }
  return words
}

function targetsOf(words: Words): readonly Target[] {
  const connect = words.get('connect')
  const compare = words.get('compare')
  if (connect === undefined) throw new UsageError('--connect says which ensemble: --connect 127.0.0.1:2181')
  const names = words.get('names')?.split(',')
  if (names !== undefined && names.length !== (compare === undefined ? 1 : 2))
    throw new UsageError('--names takes one name for each ensemble, as in --names quoll,zookeeper')
  const named = (text: string, at: number, fallback: string): Target => ({
    name: names?.[at] ?? fallback,
    addresses: parseAddresses(text),
  })
  if (compare === undefined) return [named(connect, 0, connect)]
  return [named(connect, 0, 'A'), named(compare, 1, 'B')]
}

type Timing = { readonly seconds: number | undefined; readonly warmUpSeconds: number | undefined }

function jobsOf(words: Words, timing: Timing): { readonly jobs: readonly Job[]; readonly warmUp: Load | undefined } {
  const asked = ['suite', 'watchers', 'sessions'].filter((name) => words.has(name))
  if (asked.length > 1) throw new UsageError(`--${asked[0]} and --${asked[1]} are two things; ask for one at a time`)
  const suite = words.get('suite')
  if (suite !== undefined) return chosen(suiteNamed(suite, timing), words)
  if (words.has('only')) throw new UsageError('--only chooses rows of a --suite')
  const watchers = numberOf(words, 'watchers')
  if (watchers !== undefined) {
    const changes = numberOf(words, 'changes') ?? 20
    return { jobs: [{ type: 'fan-out', name: `${watchers} watchers`, watchers, changes }], warmUp: undefined }
  }
  const sessions = numberOf(words, 'sessions')
  if (sessions !== undefined) {
    const holdSeconds = timing.seconds ?? DEFAULT_LOAD.seconds
    return { jobs: [{ type: 'sessions', name: `${sessions} sessions`, sessions, holdSeconds }], warmUp: undefined }
  }
  const load = loadOf(words, timing)
  return { jobs: [{ type: 'load', name: describeLoad(load), load }], warmUp: undefined }
}

function suiteNamed(name: string, { seconds, warmUpSeconds }: Timing): Suite {
  if (name === 'smoke') return smokeSuite()
  if (name !== 'quick') throw new UsageError(`there is no suite "${name}"; there are quick and smoke`)
  return quickSuite({ seconds: seconds ?? 4, warmUpSeconds: warmUpSeconds ?? 1 })
}

function chosen({ jobs, warmUp }: Suite, words: Words): { readonly jobs: readonly Job[]; readonly warmUp: Load } {
  const only = words.get('only')
  const kept = only === undefined ? jobs : jobs.filter(({ name }) => name.includes(only))
  if (kept.length === 0)
    throw new UsageError(
      `no row of the suite is called "${only}"; there are ${jobs.map(({ name }) => name).join(' · ')}`,
    )
  return { jobs: kept, warmUp }
}

function loadOf(words: Words, { seconds, warmUpSeconds }: Timing): Load {
  const number = (name: NumberName, fallback: number) => numberOf(words, name) ?? fallback
  const load: Load = {
    mix: words.has('mix') ? parseMix(words.get('mix') ?? '') : DEFAULT_LOAD.mix,
    connections: number('connections', DEFAULT_LOAD.connections),
    window: number('window', DEFAULT_LOAD.window),
    rate: numberOf(words, 'rate'),
    valueBytes: number('value', DEFAULT_LOAD.valueBytes),
    keys: number('keys', DEFAULT_LOAD.keys),
    children: number('children', DEFAULT_LOAD.children),
    multi: number('multi', DEFAULT_LOAD.multi),
    seconds: seconds ?? DEFAULT_LOAD.seconds,
    warmUpSeconds: warmUpSeconds ?? DEFAULT_LOAD.warmUpSeconds,
  }
  if (load.connections * load.window > UNDER_WAY_MAX)
    throw new UsageError(`--connections times --window is at most ${UNDER_WAY_MAX} requests`)
  if (load.mix.some(({ operation }) => operation === 'multi') && load.multi * (load.valueBytes + 100) > FRAME_BYTES_MAX)
    throw new UsageError(`a multi of ${load.multi} times ${load.valueBytes} bytes is longer than servers take`)
  return load
}

export function describeLoad({ mix, connections, window, rate, valueBytes }: Load): string {
  const pace = rate === undefined ? '' : ` at ${rate}/s`
  return `${formatMix(mix)}${pace} · ${connections} × ${window} · ${valueBytes} bytes`
}

function numberOf(words: Words, name: NumberName): number | undefined {
  const text = words.get(name)
  if (text === undefined) return undefined
  const [min, max] = NUMBERS[name]
  const value = Number(text)
  const isFraction = FRACTIONS.has(name)
  if (!(isFraction ? Number.isFinite(value) : Number.isInteger(value)) || value < min || value > max)
    throw new UsageError(`--${name} takes a ${isFraction ? '' : 'whole '}number from ${min} to ${max}, not ${text}`)
  return value
}
