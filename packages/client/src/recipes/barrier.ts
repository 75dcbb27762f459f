/** Everybody waits while a znode exists. ZooKeeper's recipe for barriers; Curator's DistributedBarrier. */
import type { Client, SignalOptions, Stat } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import { ensurePath } from './ensure-path.ts'
import { again, unlessAborted } from './patience.ts'
import { waitUntil } from './wait-until.ts'

export type Barrier = {
  /** Who comes from now on waits. It stays when this client goes. */
  set(options?: SignalOptions): Promise<void>
  /** Lets everybody pass. */
  remove(options?: SignalOptions): Promise<void>
  /** Resolves at once when there is nothing to wait for. */
  wait(options?: SignalOptions): Promise<void>
}

export function barrier(client: Client, path: string): Barrier {
  const isGone = (stat: Stat | undefined): true | undefined => stat === undefined || undefined
  return {
    set: ({ signal } = {}) => unlessAborted(ensurePath(client, path), signal),
    remove: ({ signal } = {}) => unlessAborted(remove(client, path), signal),
    wait: async ({ signal } = {}) => {
      await waitUntil(client, (options) => client.exists(path, options), isGone, signal)
    },
  }
}

async function remove(client: Client, path: string): Promise<void> {
  try {
    await again(() => client.delete(path))
  } catch (error) {
    if (!isZooKeeperError(error, 'NO_NODE')) throw error
  }
}
