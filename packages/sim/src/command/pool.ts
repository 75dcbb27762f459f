/** Runs seeds side by side: each worker thread takes the next seed when it has finished one. */
import { Worker } from 'node:worker_threads'
import type { SimOptions } from '../options.ts'
import type { SimResult } from '../simulation.ts'

export type Finished = { readonly options: SimOptions; readonly result: SimResult }

/**
 * Runs what `next` hands out, until it hands out nothing more; `onResult` hears of each run.
 * Rejects when a worker dies: a crash of the simulator itself is a finding too.
 */
export async function runSideBySide(
  jobs: number,
  next: () => SimOptions | undefined,
  onResult: (finished: Finished) => void,
): Promise<void> {
  await Promise.all(Array.from({ length: jobs }, () => runWorker(next, onResult)))
}

function runWorker(next: () => SimOptions | undefined, onResult: (finished: Finished) => void): Promise<void> {
  // From source when this is source: then the other packages are taken from theirs too.
  const isSource = import.meta.url.endsWith('.ts')
  const entry = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url)
  const worker = new Worker(entry, isSource ? { execArgv: ['--conditions=source'] } : {})
  return new Promise((resolve, reject) => {
    let current: SimOptions | undefined
    const feed = () => {
      current = next()
      if (current === undefined) void worker.terminate().then(() => resolve())
      else worker.postMessage(current)
    }
    worker.on('message', (result: SimResult) => {
      if (current !== undefined) onResult({ options: current, result })
      feed()
    })
    worker.on('error', (error) => reject(new Error(`seed ${current?.seed}: ${error.stack ?? error.message}`)))
    feed()
  })
}
