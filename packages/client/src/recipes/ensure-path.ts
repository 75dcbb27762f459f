import type { Client } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import type { CreateOptions, Data } from '../requests/create-request.ts'
import { again } from './patience.ts'

/** Creates a znode unless it exists, with the plain ones that are missing above it. */
export async function ensurePath(client: Client, path: string, data?: Data, options?: CreateOptions): Promise<void> {
  for (;;)
    try {
      await again(() => client.create(path, data, options))
      return
    } catch (error) {
      if (isZooKeeperError(error, 'NODE_EXISTS')) return
      // The root of a client with a chroot is made like any other; what lies above it is out of its reach.
      if (!isZooKeeperError(error, 'NO_NODE') || path === '/') throw error
      await ensurePath(client, path.slice(0, path.lastIndexOf('/')) || '/')
    }
}
