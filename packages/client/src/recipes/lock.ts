/** A lock that one client at a time holds, in the order in which they asked. */
import type { Client, SignalOptions } from '../client.ts'
import type { Data } from '../requests/create-request.ts'
import { waitInLine } from './place-in-line.ts'
import { Tenure } from './tenure.ts'

/** `await using held = await lock(…)` gives it back at the end of the block. */
export type HeldLock = Tenure

export type LockOptions = SignalOptions & {
  /** Kept in the znode, for people who look. */
  readonly data?: Data
}

/** Curator's znodes, ours, and kazoo's. */
const PATTERN = /(?:-lock-|__lock__)(\d{10})$/

/** Resolves when it is held. An aborted `signal` gives up the place in the line. */
export async function lock(client: Client, path: string, { data, signal }: LockOptions = {}): Promise<HeldLock> {
  return new Tenure(client, await waitInLine(client, path, { name: 'lock-', pattern: PATTERN, data, signal }))
}
