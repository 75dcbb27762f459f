/** Runs one job on one ensemble: threads are started, told to begin together, and waited for. */
import { randomBytes } from 'node:crypto'
import type { Target } from './arguments.ts'
import type { Load } from './load/load.ts'
import { makeRoot, removeRoot } from './load/set-up.ts'
import { fanOutOutcome, type LoadOutcome, loadOutcome, type Outcome, sessionsOutcome } from './outcome.ts'
import type { Job } from './suites.ts'
import type { Task } from './threads/messages.ts'
import { WorkerThread } from './threads/worker-thread.ts'
import { dial } from './wire/dial.ts'
import { Outbox } from './wire/outbox.ts'
import { QuietClient } from './wire/quiet-client.ts'

export type JobOptions = {
  readonly target: Target
  readonly workers: number
  readonly sessionTimeoutMs: number
  /** Called several times a second: how many operations, rounds or sessions so far. */
  readonly onProgress: (done: number, what: string) => void
}

const HANDSHAKE_PATIENCE_MS = 5_000
const KEEP_ALIVE_MS = 1_000
const NOTIFICATION_PATIENCE_MS = 30_000

/** @throws NobodyServes, ConnectionLost, WrongReply: nothing could be measured */
export async function runJob(job: Job, options: JobOptions): Promise<Outcome> {
  const root = `/quoll-bench-${randomBytes(4).toString('hex')}`
  if (job.type === 'load') return runLoad(job.load, root, options)
  const common = { addresses: options.target.addresses, root, timeoutMs: options.sessionTimeoutMs }
  if (job.type === 'fan-out') {
    const { watchers, changes: rounds } = job
    const wanted = { ...common, watchers, rounds, patienceMs: NOTIFICATION_PATIENCE_MS }
    const thread = new WorkerThread({ type: 'fan-out', options: wanted }, options.onProgress)
    return fanOutOutcome(watchers, (await untilDone(thread, thread.next('fan-out'))).result)
  }
  const { sessions, holdSeconds } = job
  const thread = new WorkerThread(
    { type: 'sessions', options: { ...common, sessions, holdSeconds } },
    options.onProgress,
  )
  return sessionsOutcome(sessions, (await untilDone(thread, thread.next('sessions'))).result)
}

async function runLoad(load: Load, root: string, options: JobOptions): Promise<LoadOutcome> {
  const caretaker = await openCaretaker(options)
  const keepAlive = setInterval(() => caretaker.session.keepAlive(performance.now()), KEEP_ALIVE_MS)
  const workers = Math.min(options.workers, load.connections)
  const done = new Array<number>(workers).fill(0)
  const threads: WorkerThread[] = []
  try {
    await makeRoot(caretaker, root, load)
    for (let worker = 0; worker < workers; worker++) {
      const { sessionTimeoutMs: timeoutMs } = options
      const { addresses } = options.target
      const task: Task = { type: 'load', options: { addresses, root, load, timeoutMs, worker, workers } }
      threads.push(
        new WorkerThread(task, (count) => {
          done[worker] = count
          options.onProgress(
            done.reduce((sum, one) => sum + one, 0),
            'operations',
          )
        }),
      )
    }
    await Promise.all(threads.map((thread) => thread.next('ready')))
    for (const thread of threads) thread.tell({ type: 'go' })
    const counts = await Promise.all(threads.map((thread) => thread.next('counts')))
    const outcome = loadOutcome(
      load,
      counts.map((message) => message.counts),
    )
    await cleanUp(threads, caretaker, root, load)
    return outcome
  } finally {
    clearInterval(keepAlive)
    caretaker.session.cut()
    await Promise.all(threads.map((thread) => thread.stop()))
  }
}

/** A measurement stands even where the ensemble it was made on is gone by now. */
async function cleanUp(
  threads: readonly WorkerThread[],
  caretaker: QuietClient,
  root: string,
  load: Load,
): Promise<void> {
  try {
    await Promise.all(threads.map((thread) => thread.next('done')))
    await removeRoot(caretaker, root, load)
    await caretaker.close()
  } catch (error) {
    process.emitWarning(`${root} was left behind: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function openCaretaker({ target, sessionTimeoutMs: timeoutMs }: JobOptions): Promise<QuietClient> {
  const { addresses } = target
  return new QuietClient(
    await dial({ addresses, outbox: new Outbox(), timeoutMs, patienceMs: HANDSHAKE_PATIENCE_MS }, 0),
  )
}

async function untilDone<T>(thread: WorkerThread, result: Promise<T>): Promise<T> {
  try {
    return await result
  } finally {
    await thread.stop()
  }
}
