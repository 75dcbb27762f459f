/** Data and ACLs of many znodes, a bounded number of bytes under way at a time. */
import { type Acl, type Client, isZooKeeperError, type Stat } from '@quoll/client'
import type { Znode } from './subtree.ts'

export type ReadZnode = {
  readonly path: string
  /** Undefined for ZooKeeper's null. */
  readonly data: Uint8Array | undefined
  /** As of the data. */
  readonly stat: Stat
  /** Empty unless asked for. */
  readonly acl: readonly Acl[]
}

export type ReadZnodesOptions = {
  readonly signal: AbortSignal
  readonly withAcl?: boolean
  /** What to do about those we may not read. Default: `fail`. */
  readonly unreadable?: 'skip' | 'fail'
  readonly onRead?: (count: number) => void
}

const WINDOW_COUNT = 250
const WINDOW_BYTES = 4 * 1024 * 1024

/** In their order; what was deleted meanwhile is left out. Each is read whole, all of them not at one point in time. */
export async function* readZnodes(
  client: Client,
  znodes: readonly Znode[],
  { signal, withAcl = false, unreadable = 'fail', onRead }: ReadZnodesOptions,
): AsyncGenerator<ReadZnode> {
  for (const some of windows(znodes)) {
    signal.throwIfAborted()
    const found = await Promise.all(some.map((znode) => readOne(client, znode.path, withAcl, unreadable, signal)))
    onRead?.(some.length)
    for (const one of found) if (one !== undefined) yield one
  }
}

async function readOne(
  client: Client,
  path: string,
  withAcl: boolean,
  unreadable: 'skip' | 'fail',
  signal: AbortSignal,
): Promise<ReadZnode | undefined> {
  try {
    const [{ data, stat }, { acl }] = await Promise.all([
      client.getData(path, { signal }),
      withAcl ? client.getAcl(path, { signal }) : { acl: [] },
    ])
    return { path, data, stat, acl }
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE')) return undefined
    if (unreadable === 'skip' && isZooKeeperError(error, 'NO_AUTH')) return undefined
    throw error
  }
}

function* windows(znodes: readonly Znode[]): Generator<Znode[]> {
  let [some, bytes]: [Znode[], number] = [[], 0]
  for (const znode of znodes) {
    if (some.length === WINDOW_COUNT || (some.length > 0 && bytes + znode.stat.dataLength > WINDOW_BYTES)) {
      yield some
      ;[some, bytes] = [[], 0]
    }
    some.push(znode)
    bytes += znode.stat.dataLength
  }
  if (some.length > 0) yield some
}
