/**
 * Watches for a new connection, in batches: a server refuses a request that is too long, and a client with many watches
 * could then never come back (ZOOKEEPER-706, ZOOKEEPER-1765). Batches without lasting watches use the older request, which
 * every server knows.
 */
import { utf8Length } from '@quoll/bytes'
import type { SetWatchesRequest } from '@quoll/protocol/client'

export type WatchLists = Pick<SetWatchesRequest, 'data' | 'exists' | 'child' | 'persistent' | 'persistentRecursive'>

type Kind = keyof WatchLists

/** Bytes of paths in one request; ZooKeeper: ClientCnxn.SET_WATCHES_MAX_LENGTH. */
export const BATCH_BYTES_MAX: number = 128 * 1024

const LENGTH_WORD_BYTES = 4
const KINDS: readonly Kind[] = ['data', 'exists', 'child', 'persistent', 'persistentRecursive']

/** No request at all when there is nothing to watch. `relativeZxid`: the newest zxid this client has seen. `chrootBytes`: what stands before each. */
export function setWatchesRequests(lists: WatchLists, relativeZxid: number, chrootBytes = 0): SetWatchesRequest[] {
  const requests: SetWatchesRequest[] = []
  let batch = emptyBatch()
  let bytes = 0
  const finish = (): void => {
    if (bytes > 0) requests.push({ type: isLasting(batch) ? 'set-watches2' : 'set-watches', relativeZxid, ...batch })
    batch = emptyBatch()
    bytes = 0
  }
  for (const kind of KINDS)
    for (const path of lists[kind]) {
      const pathBytes = chrootBytes + utf8Length(path) + LENGTH_WORD_BYTES
      if (bytes + pathBytes > BATCH_BYTES_MAX) finish()
      batch[kind].push(path)
      bytes += pathBytes
    }
  finish()
  return requests
}

function emptyBatch(): Record<Kind, string[]> {
  return { data: [], exists: [], child: [], persistent: [], persistentRecursive: [] }
}

function isLasting({ persistent, persistentRecursive }: WatchLists): boolean {
  return persistent.length + persistentRecursive.length > 0
}
