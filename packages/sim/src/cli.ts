/** `quoll sim`: simulate one seed or many, say what was exercised, and how to see a failure again. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readArguments, type SimArguments, USAGE, UsageError } from './command/arguments.ts'
import { runSideBySide } from './command/pool.ts'
import { type ProgressSink, progressText, SimProgress, shareDone } from './command/progress.ts'
import { describeViolation, Summary } from './command/summary.ts'
import { describeKnobs, drawKnobs, type SimOptions } from './options.ts'
import { simulate } from './simulate.ts'
import type { SimResult } from './simulation.ts'

export type SimIo = {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined }
  /** Told how far it has come. */
  readonly stderr: ProgressSink
  /** Shows a run until somebody has seen enough; undefined where there is nothing to show it on. */
  readonly watch?: (options: SimOptions, record: string | undefined) => Promise<SimResult>
  /** Runs it, and writes what is told of it into a file. */
  readonly record?: (options: SimOptions, file: string) => Promise<SimResult>
}

/** Resolves to the exit code: 0 nothing found, 1 a promise was broken, 2 the arguments make no sense. */
export async function runSim(argv: readonly string[], io: SimIo): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(USAGE)
    return 0
  }
  try {
    const wanted = readArguments(argv)
    if (wanted.watch) return await watchOne(wanted, io)
    return wanted.seed === undefined ? await runMany(wanted, io) : await runOne(wanted, wanted.seed, io)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.stderr.write(`quoll sim: ${error.message}\n  Nothing was run.\n  quoll sim --help has examples.\n`)
    return 2
  }
}

async function runOne(wanted: SimArguments, seed: number, io: SimIo): Promise<number> {
  const options = optionsFor(wanted, seed)
  io.stdout.write(`${describeKnobs(drawKnobs(options))}\n`)
  const file = wanted.trace === undefined ? undefined : createWriteStream(wanted.trace)
  const began = performance.now()
  const result =
    wanted.record !== undefined && io.record !== undefined
      ? await io.record(options, wanted.record)
      : simulate(file === undefined ? options : { ...options, trace: (line) => file.write(`${line}\n`) })
  if (file !== undefined) {
    file.end()
    await once(file, 'finish')
  }
  const summary = new Summary()
  summary.add(result)
  io.stdout.write(`${summary.text(performance.now() - began)}\n${describeViolation(result, options, wanted.seconds)}\n`)
  return result.violation === undefined ? 0 : 1
}

/** Without a seed: nothing breaks unless somebody breaks it, for as long as they like. */
async function watchOne(wanted: SimArguments, io: SimIo): Promise<number> {
  if (io.watch === undefined) throw new UsageError('--watch needs a terminal: without one, use --seed N --trace FILE')
  const playground: SimOptions = { seed: 1, seconds: PLAYGROUND_SECONDS, peers: 3, observers: 0, faults: [] }
  const { seed, peers, observers, faults } = wanted
  const asked = {
    ...(peers === undefined ? {} : { peers }),
    ...(observers === undefined ? {} : { observers }),
    ...(faults === undefined ? {} : { faults }),
  }
  const options = seed === undefined ? { ...playground, ...asked } : optionsFor(wanted, seed)
  const result = await io.watch(options, wanted.record)
  if (result.violation === undefined) return 0
  io.stdout.write(`${describeViolation(result, options, wanted.seconds)}\n`)
  return 1
}

const PLAYGROUND_SECONDS = 24 * 3600

async function runMany(wanted: SimArguments, io: SimIo): Promise<number> {
  const began = performance.now()
  const summary = new Summary()
  const progress = new SimProgress(io.stderr, began)
  const failures: string[] = []
  let seed = wanted.from
  const hasTime = () =>
    failures.length === 0 &&
    (wanted.seeds === undefined || seed < wanted.from + wanted.seeds) &&
    (wanted.minutes === undefined || performance.now() - began < wanted.minutes * 60_000) &&
    (wanted.hours === undefined || summary.simulatedMs < wanted.hours * 3_600_000)
  const next = () => (hasTime() ? optionsFor(wanted, seed++) : undefined)
  const onResult = (options: SimOptions, result: SimResult) => {
    summary.add(result)
    if (result.violation !== undefined) {
      failures.push(`${describeKnobs(result.knobs)}\n${describeViolation(result, options, wanted.seconds)}`)
    }
    const elapsedMs = performance.now() - began
    const share = shareDone(wanted, { seeds: summary.seeds, elapsedMs, simulatedMs: summary.simulatedMs })
    progress.tell(progressText(summary, share, elapsedMs), performance.now())
  }
  if (wanted.jobs > 1) await runSideBySide(wanted.jobs, next, ({ options, result }) => onResult(options, result))
  else await runInTurn(next, onResult)
  progress.end()
  io.stdout.write(`${summary.text(performance.now() - began)}\n`)
  io.stdout.write(failures.length === 0 ? 'nothing found\n' : `${failures.join('\n')}\n`)
  return failures.length === 0 ? 0 : 1
}

async function runInTurn(
  next: () => SimOptions | undefined,
  onResult: (options: SimOptions, result: SimResult) => void,
): Promise<void> {
  for (let options = next(); options !== undefined; options = next()) {
    onResult(options, simulate(options))
    // Between two seeds a signal may come through.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function optionsFor(wanted: SimArguments, seed: number): SimOptions {
  const { seconds, peers, observers, faults } = wanted
  return {
    seed,
    seconds,
    ...(peers === undefined ? {} : { peers }),
    ...(observers === undefined ? {} : { observers }),
    ...(faults === undefined ? {} : { faults }),
  }
}
