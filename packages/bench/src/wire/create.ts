/** The requests that make and remove znodes, with everything in them that never varies here. */
import type { ClientRequest, CreateRequest, DeleteRequest } from '@quoll/protocol/client'

/** CreateMode, by its numbers on the wire. */
export const Flags = { persistent: 0, ephemeral: 1, sequential: 2 } as const

const EVERYTHING = 31
/** Whatever version it has. */
export const ANY_VERSION = -1
const NOTHING = new Uint8Array(0)

/** For anyone to read and write. */
export function create(path: string, data: Uint8Array = NOTHING, flags: number = Flags.persistent): CreateRequest {
  return {
    type: 'create',
    operation: 'create',
    path,
    data,
    acl: [{ perms: EVERYTHING, scheme: 'world', id: 'anyone' }],
    flags,
    ttlMs: undefined,
  }
}

export function remove(path: string): DeleteRequest {
  return { type: 'delete', path, version: ANY_VERSION }
}

export function setData(path: string, data: Uint8Array): Extract<ClientRequest, { type: 'set-data' }> {
  return { type: 'set-data', path, data, version: ANY_VERSION }
}
