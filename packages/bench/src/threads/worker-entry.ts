/** Where threads begin. */
import type { WorkerOptions } from 'node:worker_threads'

/** `task`: what load-worker.ts finds as its data. From source when this is source: then the other packages are taken from theirs too. In a bundle all files lie together. */
export function workerEntry(task: object): { readonly url: URL; readonly options: WorkerOptions } {
  const isSource = import.meta.url.endsWith('.ts')
  return {
    url: new URL(isSource ? './load-worker.ts' : './load-worker.js', import.meta.url),
    options: { workerData: task, ...(isSource ? { execArgv: ['--conditions=source'] } : {}) },
  }
}
