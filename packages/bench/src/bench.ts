/** `quoll bench`: reads the words, runs the jobs in rounds, tells what came of them. */
import { type BenchArguments, readArguments, type Target } from './arguments.ts'
import { ConnectionLost, Exit, NobodyServes, UsageError, WrongReply } from './errors.ts'
import type { Outcome } from './outcome.ts'
import { comparisonTable } from './report/comparison.ts'
import { asJson, loadAverage, type Measured } from './report/json.ts'
import { adviceOn, describeOutcome } from './report/one-outcome.ts'
import { type Output, Progress } from './report/progress.ts'
import { suiteTable } from './report/suite-table.ts'
import { runJob } from './run-job.ts'
import type { Job } from './suites.ts'
import { USAGE } from './usage.ts'

export type BenchIo = { readonly stdout: Output; readonly stderr: Output }

/** Resolves to the exit code: 0 done, 1 a reply was wrong or a connection lost, 2 used wrongly, 3 nobody serves. */
export async function runBench(argv: readonly string[], io: BenchIo): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(USAGE)
    return Exit.ok
  }
  const progress = new Progress(io.stderr)
  try {
    const wanted = readArguments(argv)
    const measured = await measure(wanted, progress)
    progress.end()
    io.stdout.write(wanted.json ? asJson(wanted, measured) : report(wanted, measured))
    return measured.every(({ outcome }) => outcome.ok) ? Exit.ok : Exit.wrongReply
  } catch (error) {
    progress.end()
    const [means, next] = adviceAfter(error)
    io.stderr.write(`quoll bench: ${error instanceof Error ? error.message : String(error)}\n  ${means}\n  ${next}\n`)
    if (error instanceof UsageError) return Exit.usage
    return error instanceof NobodyServes ? Exit.nobodyServes : Exit.wrongReply
  }
}

/** What it means, and what to do. */
function adviceAfter(error: unknown): readonly [means: string, next: string] {
  if (error instanceof UsageError) return ['Nothing was measured.', 'quoll bench --help has examples.']
  if (error instanceof NobodyServes)
    return [
      'Nothing was measured: a load needs an ensemble that has a leader.',
      'See who is up: quoll status --connect HOSTS.',
    ]
  if (error instanceof ConnectionLost)
    return [
      'What was measured until then is not shown: it would be of two ensembles.',
      'See what happened there: quoll status, quoll logs.',
    ]
  if (error instanceof WrongReply)
    return [
      'The server answered what no server may, or another client changed what the load made.',
      'Look into its log; quoll explain knows the code.',
    ]
  return ['This should not happen: it is a fault in the load tool.', 'Report it with the line above.']
}

/** Every job on every target in turn, A B A B: whatever else the machine does, it does to both. */
async function measure(wanted: BenchArguments, progress: Progress): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  const { targets, jobs, rounds, warmUp } = wanted
  const run = (job: Job, target: Target, doing: string): Promise<Outcome> => {
    progress.begin(targets.length > 1 ? `${target.name}: ${doing}` : doing)
    const onProgress = (done: number, what: string) => progress.update(done, what)
    return runJob(job, { target, workers: wanted.workers, sessionTimeoutMs: wanted.sessionTimeoutMs, onProgress })
  }
  if (warmUp !== undefined)
    for (const target of targets) await run({ type: 'load', name: 'warm-up', load: warmUp }, target, 'warming up')
  for (const job of jobs) {
    for (let round = 1; round <= rounds; round++) {
      for (const target of targets) {
        const before = loadAverage()
        const doing = rounds > 1 ? `${job.name}, round ${round} of ${rounds}` : job.name
        const outcome = await run(job, target, doing)
        measured.push({ job, target: target.name, round, loadAverage: before, outcome })
      }
    }
  }
  return measured
}

function report({ targets, jobs, rounds }: BenchArguments, measured: readonly Measured[]): string {
  const outcomesOf = (job: Job, target: Target | undefined) =>
    measured.filter((one) => one.job === job && one.target === target?.name).map(({ outcome }) => outcome)
  const [a, b] = targets
  const loads = measured.map((one) => one.loadAverage)
  const footer = `Load average of the machine when the rows began: ${Math.min(...loads)} to ${Math.max(...loads)}.\n`
  if (a !== undefined && b !== undefined) {
    const rows = jobs.map((job) => ({ name: job.name, a: outcomesOf(job, a), b: outcomesOf(job, b) }))
    return comparisonTable(rows, [a.name, b.name]) + wrongOnes(measured) + footer
  }
  if (jobs.length === 1 && rounds === 1)
    return measured.map(({ job, outcome }) => `${describeOutcome(job.name, outcome)}\n`).join('')
  return `${suiteTable(jobs.map((job) => ({ name: job.name, outcomes: outcomesOf(job, a) })))}\n${footer}`
}

/** In a comparison the tables have no room for it, and it matters more than they do. */
function wrongOnes(measured: readonly Measured[]): string {
  const wrong = measured
    .filter(({ outcome }) => !outcome.ok)
    .map(({ job, target, outcome }) => `${describeOutcome(`${target}: ${job.name}`, outcome)}\n`)
  const doubtful = measured.flatMap(({ job, target, round, outcome }) => {
    const advice = outcome.type === 'load' ? adviceOn(outcome) : ''
    return advice === '' ? [] : [`${target}: ${job.name}, round ${round}: the tool was always busy${advice}\n`]
  })
  return [...wrong, ...doubtful].join('')
}
