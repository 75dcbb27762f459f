/** A pacing thread, seen from the thread that makes the load. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { PACE_CELLS, type PaceStart, type PaceTask, STOP, sinceEpoch, WOKEN } from './pace.ts'
import { workerEntry } from './worker-entry.ts'

/** Above five thousand a second, several are due at each wake-up. */
const EVERY_MS_MIN = 0.2

export class Pacer {
  readonly #worker: Worker
  readonly #cells: Int32Array

  private constructor(worker: Worker, cells: Int32Array) {
    this.#worker = worker
    this.#cells = cells
  }

  /** Resolves when the thread waits for `begin`. */
  static async start(rate: number): Promise<Pacer> {
    const shared = new SharedArrayBuffer(PACE_CELLS * Int32Array.BYTES_PER_ELEMENT)
    const everyMs = Math.max(EVERY_MS_MIN, 1000 / rate)
    const task: PaceTask = { type: 'pace', options: { everyMs, shared } }
    const { url, options } = workerEntry(task)
    const worker = new Worker(url, options)
    await once(worker, 'message')
    return new Pacer(worker, new Int32Array(shared))
  }

  /** Calls `onDue` at `startMs` of this thread's clock, and from then on whenever a request may be due. */
  begin(startMs: number, onDue: () => void): void {
    const start: PaceStart = { startMs: sinceEpoch() + startMs - performance.now() }
    this.#worker.on('message', () => {
      Atomics.store(this.#cells, WOKEN, 0)
      onDue()
    })
    this.#worker.postMessage(start)
  }

  stop(): void {
    Atomics.store(this.#cells, STOP, 1)
    Atomics.notify(this.#cells, STOP)
  }
}
