import type { Client, ReadOptions } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'

/** Names of the children; none of a znode that does not exist, and then a watch waits for it to be created. */
export async function childrenOf(client: Client, path: string, options: ReadOptions = {}): Promise<readonly string[]> {
  for (;;)
    try {
      return (await client.getChildren(path, options)).children
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE')) throw error
      if (options.watch === undefined || (await client.exists(path, options)) === undefined) return []
    }
}
