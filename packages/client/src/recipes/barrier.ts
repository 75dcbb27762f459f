/** Everybody waits while a znode exists. ZooKeeper's recipe for barriers; Curator's DistributedBarrier. */
import type { Client, SignalOptions, Stat } from '../client.ts'
import { ensurePath } from './ensure-path.ts'
import { leaveLine } from './place-in-line.ts'
import { waitUntil } from './wait-until.ts'

export type Barrier = {
  /** Who comes from now on waits. It stays when this client goes. */
  set(): Promise<void>
  /** Lets everybody pass. */
  remove(): Promise<void>
  /** Resolves at once when there is nothing to wait for. */
  wait(options?: SignalOptions): Promise<void>
}

export function barrier(client: Client, path: string): Barrier {
  const isGone = (stat: Stat | undefined): true | undefined => stat === undefined || undefined
  return {
    set: () => ensurePath(client, path),
    remove: () => leaveLine(client, path),
    wait: async ({ signal } = {}) => {
      await waitUntil(client, (options) => client.exists(path, options), isGone, signal)
    },
  }
}
