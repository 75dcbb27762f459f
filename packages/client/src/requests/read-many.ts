/** Many reads in one request, answered together. Each fails or succeeds on its own. */
import type { MultiReadOperation, MultiResult, StatRecord } from '@quoll/protocol/client'
import { errorFromServer, ZooKeeperError } from '../errors.ts'
import { copyOf } from './copy-of.ts'

export type Read = { readonly type: 'get-data' | 'get-children'; readonly path: string }

export type ReadResult =
  | { readonly type: 'get-data'; readonly data: Uint8Array | undefined; readonly stat: StatRecord }
  | { readonly type: 'get-children'; readonly children: readonly string[] }
  | { readonly type: 'error'; readonly error: ZooKeeperError }

/** Watches cannot be set this way: servers ignore the wish. */
export function operationOf({ type, path }: Read): MultiReadOperation {
  return { type, path, watch: false }
}

export function readResultOf(result: MultiResult, read: Read | undefined): ReadResult {
  switch (result.type) {
    case 'get-data':
      return { type: 'get-data', data: copyOf(result.data), stat: result.stat }
    case 'get-children':
      return result
    case 'error':
      return { type: 'error', error: errorFromServer(result.code, read?.path) }
    default:
      throw new ZooKeeperError('UNKNOWN', `the server answered a read with ${result.type}`)
  }
}
