/** Everything measured, and on what, as JSON: for other programs, and for comparing next year's numbers with. */
import { cpus, loadavg, release } from 'node:os'
import { formatAddress } from '../address.ts'
import type { BenchArguments } from '../arguments.ts'
import { formatMix } from '../mix.ts'
import type { Outcome } from '../outcome.ts'
import type { Job } from '../suites.ts'

export type Measured = {
  readonly job: Job
  readonly target: string
  readonly round: number
  /** Of the last minute, when it began: other people's work is in the numbers too. */
  readonly loadAverage: number
  readonly outcome: Outcome
}

export function loadAverage(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}

export function asJson({ targets, workers }: BenchArguments, measured: readonly Measured[]): string {
  const document = {
    machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', kernel: release(), runtime: process.version },
    targets: targets.map(({ name, addresses }) => ({ name, connect: addresses.map(formatAddress).join(',') })),
    workers,
    results: measured.map(({ job, outcome, ...rest }) => ({
      name: job.name,
      ...rest,
      ...whatWasAsked(job),
      ...outcome,
    })),
  }
  return `${JSON.stringify(document)}\n`
}

function whatWasAsked(job: Job): object {
  return job.type === 'load' ? { load: { ...job.load, mix: formatMix(job.load.mix) } } : {}
}
