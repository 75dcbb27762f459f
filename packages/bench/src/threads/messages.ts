/** What the command and its threads say to each other. */
import type { FanOutOptions, FanOutResult } from '../fan-out.ts'
import type { Counts } from '../load/measurement.ts'
import type { PartOptions } from '../load/part.ts'
import type { SessionsOptions, SessionsResult } from '../many-sessions.ts'
import type { PaceTask } from './pace.ts'

/** What a thread is started with. A load waits for `go` when it is ready; the others begin at once. */
export type Task =
  | { readonly type: 'load'; readonly options: PartOptions }
  | { readonly type: 'fan-out'; readonly options: FanOutOptions }
  | { readonly type: 'sessions'; readonly options: SessionsOptions }
  /** Started by a thread that makes a load at a rate. */
  | PaceTask

export type ToWorker = { readonly type: 'go' }

export type FromWorker =
  | { readonly type: 'ready' }
  /** Replies, or rounds, or sessions so far. */
  | { readonly type: 'progress'; readonly done: number; readonly what?: string }
  | { readonly type: 'counts'; readonly counts: Counts }
  | { readonly type: 'fan-out'; readonly result: FanOutResult }
  | { readonly type: 'sessions'; readonly result: SessionsResult }
  | { readonly type: 'failed'; readonly error: string; readonly message: string }
  /** Everything is removed and closed. */
  | { readonly type: 'done' }
