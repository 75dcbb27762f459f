/**
 * The thread that wakes a load when requests are due. Node's timers are a millisecond fine, as long as a whole write may
 * take; waiting on shared memory is a hundred times finer.
 */
import type { MessagePort } from 'node:worker_threads'

export type PaceOptions = {
  readonly everyMs: number
  /** `STOP` and `WOKEN`. */
  readonly shared: SharedArrayBuffer
}

/** What the thread is started with. */
export type PaceTask = { readonly type: 'pace'; readonly options: PaceOptions }

/** When the first request is due, in milliseconds since 1970: every thread's own clock begins when the thread does. */
export type PaceStart = { readonly startMs: number }

export const PACE_CELLS = 2
/** 1: end. */
export const STOP = 0
/** 1: a wake-up is on its way, and another would tell nothing new. */
export const WOKEN = 1

export function pace({ everyMs, shared }: PaceOptions, port: MessagePort): void {
  const cells = new Int32Array(shared)
  port.once('message', ({ startMs }: PaceStart) => {
    for (let due = 0; Atomics.load(cells, STOP) === 0; due++) {
      const lateMs = sinceEpoch() - startMs - due * everyMs
      if (lateMs < 0) Atomics.wait(cells, STOP, 0, -lateMs)
      else due += Math.floor(lateMs / everyMs)
      if (Atomics.exchange(cells, WOKEN, 1) === 0) port.postMessage('due')
    }
    port.close()
  })
  port.postMessage('ready')
}

export function sinceEpoch(): number {
  return performance.timeOrigin + performance.now()
}
