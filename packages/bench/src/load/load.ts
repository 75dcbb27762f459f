/** What a run does to an ensemble: plain data that crosses threads. */
import type { Mix } from '../mix.ts'

export type Load = {
  readonly mix: Mix
  readonly connections: number
  /** Requests that a connection has under way at any time; with a rate, at most. */
  readonly window: number
  /** Requests a second over all connections, sent whether or not earlier ones were answered; undefined: as they are answered. */
  readonly rate: number | undefined
  readonly valueBytes: number
  /** Znodes to set and get, over all connections; each connection has its own. */
  readonly keys: number
  /** Children of the znode that `children` lists. */
  readonly children: number
  /** Operations in a `multi`. */
  readonly multi: number
  readonly seconds: number
  /** Before it is measured. */
  readonly warmUpSeconds: number
}

/** One worker's part: every `workers`-th connection, beginning with `worker`. */
export type Share = { readonly worker: number; readonly workers: number }

export function connectionsOf({ connections }: Load, { worker, workers }: Share): number[] {
  const numbers: number[] = []
  for (let number = worker; number < connections; number += workers) numbers.push(number)
  return numbers
}

export function keysPerConnection({ keys, connections }: Load): number {
  return Math.max(1, Math.floor(keys / connections))
}
