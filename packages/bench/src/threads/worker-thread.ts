/** One thread of ours, seen from the command. */
import { Worker } from 'node:worker_threads'
import { ConnectionLost, NobodyServes, UsageError, WrongReply } from '../errors.ts'
import type { FromWorker, Task, ToWorker } from './messages.ts'
import { workerEntry } from './worker-entry.ts'

/** Errors that cross a thread as name and message, and are themselves again behind it. */
const ERRORS: readonly (new (message: string) => Error)[] = [ConnectionLost, NobodyServes, UsageError, WrongReply]

type Waiting = {
  readonly type: FromWorker['type']
  readonly resolve: (message: FromWorker) => void
  readonly reject: (error: Error) => void
}

export class WorkerThread {
  readonly #worker: Worker
  readonly #onProgress: (done: number, what: string) => void
  #heard: FromWorker[] = []
  #waiting: Waiting | undefined
  #failure: Error | undefined

  constructor(task: Task, onProgress: (done: number, what: string) => void) {
    const { url, options } = workerEntry(task)
    this.#worker = new Worker(url, options)
    this.#onProgress = onProgress
    this.#worker.on('message', (message: FromWorker) => this.#onMessage(message))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('a thread ended before its work was done')))
  }

  tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  /** The next message of this type. Rejects with what the thread failed with. */
  async next<T extends FromWorker['type']>(type: T): Promise<Extract<FromWorker, { type: T }>> {
    const at = this.#heard.findIndex((message) => message.type === type)
    const heard = at >= 0 ? this.#heard.splice(at, 1)[0] : undefined
    const message =
      heard ??
      (await new Promise<FromWorker>((resolve, reject) => {
        if (this.#failure !== undefined) reject(this.#failure)
        else this.#waiting = { type, resolve, reject }
      }))
    return message as Extract<FromWorker, { type: T }>
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'progress') this.#onProgress(message.done, message.what ?? '')
    else if (message.type === 'failed') this.#fail(revived(message.error, message.message))
    else if (this.#waiting?.type === message.type) {
      this.#waiting.resolve(message)
      this.#waiting = undefined
    } else this.#heard.push(message)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#waiting?.reject(this.#failure)
    this.#waiting = undefined
  }
}

function revived(name: string, message: string): Error {
  const Known = ERRORS.find((one) => one.name === name)
  return Known === undefined ? new Error(message) : new Known(message)
}
