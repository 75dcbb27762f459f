/** The many sorts of znodes, and the one request that makes each of them. ZooKeeper: CreateMode, Op.Create. */
import { encodeUtf8 } from '@quoll/bytes'
import type { Acl, CreateRequest } from '@quoll/protocol/client'

/** What a znode holds; text is written as UTF-8. Absent is ZooKeeper's null, which is not the same as empty. */
export type Data = string | Uint8Array | undefined

export type CreateOptions = {
  /** Goes with the session. */
  readonly ephemeral?: boolean
  /** The ensemble puts a number behind the name: ten digits, counting up under the same parent. */
  readonly sequential?: boolean
  /** Removed by the ensemble some time after its last child went. */
  readonly container?: boolean
  /** Removed when nothing changed it for so many milliseconds and it has no children. The ensemble must allow it. */
  readonly ttlMs?: number
  /** Default: `Acls.open`, anybody may do anything. */
  readonly acl?: readonly Acl[]
}

/** Bits of an ACL's `perms`. */
export const Perms = { read: 1, write: 2, create: 4, delete: 8, admin: 16, all: 31 } as const

export const Acls: Readonly<Record<'open' | 'readOnly' | 'creator', readonly Acl[]>> = {
  /** Anybody may do anything. */
  open: [{ perms: Perms.all, scheme: 'world', id: 'anyone' }],
  /** Anybody may read. */
  readOnly: [{ perms: Perms.read, scheme: 'world', id: 'anyone' }],
  /** Whoever creates it may do anything, and nobody else: needs `addAuth` before. */
  creator: [{ perms: Perms.all, scheme: 'auth', id: '' }],
}

const Flags = { ephemeral: 1, sequential: 2, container: 4, ttl: 5, sequentialTtl: 6 } as const

/** @throws TypeError for a combination that no znode can be. */
export function createRequest(path: string, data: Data, options: CreateOptions = {}): CreateRequest {
  const { ephemeral = false, sequential = false, container = false, ttlMs, acl = Acls.open } = options
  const common = { type: 'create', path, data: bytesOf(data), acl, ttlMs } as const
  if (ttlMs !== undefined) {
    if (ephemeral || container) throw new TypeError('a znode with a TTL can be neither ephemeral nor a container')
    if (!Number.isSafeInteger(ttlMs) || ttlMs < 1) throw new TypeError(`ttlMs is a positive integer, not ${ttlMs}`)
    return { ...common, operation: 'createTtl', flags: sequential ? Flags.sequentialTtl : Flags.ttl }
  }
  if (container) {
    if (ephemeral || sequential) throw new TypeError('a container can be neither ephemeral nor sequential')
    return { ...common, operation: 'createContainer', flags: Flags.container }
  }
  const flags = (ephemeral ? Flags.ephemeral : 0) + (sequential ? Flags.sequential : 0)
  return { ...common, operation: 'create2', flags }
}

export function bytesOf(data: Data): Uint8Array | undefined {
  return typeof data === 'string' ? encodeUtf8(data) : data
}
