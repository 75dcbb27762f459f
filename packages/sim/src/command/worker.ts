/** A worker thread of `quoll sim --jobs`: takes options, runs the seed, sends back what came of it. */
import { parentPort } from 'node:worker_threads'
import type { SimOptions } from '../options.ts'
import { simulate } from '../simulate.ts'

parentPort?.on('message', (options: SimOptions) => {
  parentPort?.postMessage(simulate(options))
})
