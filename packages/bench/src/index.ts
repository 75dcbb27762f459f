/** The public face of the load tool. Nothing in here imports this file. */
export { type BenchArguments, readArguments, type Target } from './arguments.ts'
export { type BenchIo, runBench } from './bench.ts'
export { Histogram, type LatencySummary } from './histogram.ts'
export type { Load } from './load/load.ts'
export type { Outcome } from './outcome.ts'
export { type JobOptions, runJob } from './run-job.ts'
export { DEFAULT_LOAD, type Job } from './suites.ts'
export { USAGE as BENCH_USAGE } from './usage.ts'
