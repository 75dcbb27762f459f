/**
 * So many at a time and no more. Whoever wants in takes a lock, its place among the leases, and waits under the lock until
 * there are few enough of those: one client waits for the leases, the others for the lock, first come first served. The
 * znodes are Curator's (InterProcessSemaphoreV2).
 */
import type { Client } from '../client.ts'
import type { Data } from '../requests/create-request.ts'
import { childrenOf } from './children-of.ts'
import { createProtected } from './create-protected.ts'
import { type LockOptions, lock } from './lock.ts'
import { unlessAborted } from './patience.ts'
import { leaveLine } from './place-in-line.ts'
import { Tenure } from './tenure.ts'
import { waitUntil } from './wait-until.ts'

/** One of the permits; `await using permit = await acquirePermit(…)` gives it back at the end of the block. */
export type Permit = Tenure

export type AcquireOptions = LockOptions & {
  /** How many there are; everybody must say the same. */
  readonly permits: number
}

/** Resolves when a permit is ours. An aborted `signal` stops the waiting. */
export async function acquirePermit(
  client: Client,
  path: string,
  { permits, data, signal }: AcquireOptions,
): Promise<Permit> {
  if (!Number.isInteger(permits) || permits < 1) throw new TypeError(`permits is a positive integer, not ${permits}`)
  const turn = await lock(client, `${path}/locks`, signal === undefined ? {} : { signal })
  try {
    return await takeLease(client, path, { permits, data, signal })
  } finally {
    await turn.release()
  }
}

type LeaseOptions = { readonly permits: number; readonly data: Data; readonly signal: AbortSignal | undefined }

async function takeLease(client: Client, path: string, { permits, data, signal }: LeaseOptions): Promise<Permit> {
  const leases = `${path}/leases`
  const creating = createProtected(client, leases, 'lease-', data)
  try {
    const lease = await unlessAborted(creating, signal, client.signal)
    const isFew = (names: readonly string[]): true | undefined => names.length <= permits || undefined
    await waitUntil(client, (options) => childrenOf(client, leases, options), isFew, signal)
    return new Tenure(client, lease)
  } catch (error) {
    creating.then(({ path: mine }) => leaveLine(client, mine)).catch(() => {})
    throw error
  }
}
