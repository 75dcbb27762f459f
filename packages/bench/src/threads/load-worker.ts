/** A thread of `quoll bench`: does its task, reports, ends. */
import { once } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { runFanOut } from '../fan-out.ts'
import { LoadPart, type PartOptions } from '../load/part.ts'
import { runSessions } from '../many-sessions.ts'
import type { FromWorker, Task } from './messages.ts'
import { pace } from './pace.ts'

const PROGRESS_MS = 200

async function carryOut(task: Exclude<Task, { type: 'pace' }>, port: MessagePort): Promise<void> {
  const tell = (message: FromWorker) => port.postMessage(message)
  const onProgress = (done: number, what: string) => tell({ type: 'progress', done, what })
  try {
    if (task.type === 'load') await carryOutLoad(task.options, port, tell)
    else if (task.type === 'fan-out') tell({ type: 'fan-out', result: await runFanOut(task.options, onProgress) })
    else tell({ type: 'sessions', result: await runSessions(task.options, onProgress) })
    tell({ type: 'done' })
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    tell({ type: 'failed', error: name, message })
  } finally {
    port.close()
  }
}

async function carryOutLoad(
  options: PartOptions,
  port: MessagePort,
  tell: (message: FromWorker) => void,
): Promise<void> {
  const part = new LoadPart(options)
  try {
    await part.prepare()
    const go = once(port, 'message')
    tell({ type: 'ready' })
    await go
    const progress = setInterval(() => tell({ type: 'progress', done: part.completed }), PROGRESS_MS)
    const counts = await part.run()
    clearInterval(progress)
    tell({ type: 'counts', counts })
    await part.cleanUp()
  } finally {
    part.cut()
  }
}

if (parentPort !== null) {
  const task = workerData as Task
  if (task.type === 'pace') pace(task.options, parentPort)
  else await carryOut(task, parentPort)
}
