/**
 * Create in its four forms. The operation, not the flag, selects the kind of znode; only inside a multi does flag 4 make a
 * container. ZooKeeper: pRequest2TxnCreate, EphemeralType, CreateMode.
 */
import { fixupAcl, isAllowed, Permission } from '../access.ts'
import { ErrorCode } from '../error-code.ts'
import { hasPathShape, isValidPath, parentPathOf } from '../path.ts'
import type { CreateRequest, MultiOperation } from '../request.ts'
import type { SessionId } from '../session-id.ts'
import type { NodeKind } from '../txn.ts'
import type { Context, PrepareCall, Prepared } from './context.ts'

/** A time to live has 40 bits in ZooKeeper's owner field. */
export const TTL_MS_MAX: number = 2 ** 40 - 1

const INT_MAX = 0x7fff_ffff
const FLAGS_MAX = 6
const PERSISTENT: NodeKind = { type: 'persistent' }
const CONTAINER: NodeKind = { type: 'container' }

export function prepareCreate(
  { outstanding, options, state }: Context,
  { header, auth }: PrepareCall,
  request: CreateRequest,
  inMulti: boolean,
): Prepared {
  const { path, flags } = request
  if (path === undefined) return ErrorCode.marshallingError
  const kind = kindFor(request, header.session, options.extendedTypes, inMulti)
  if (typeof kind === 'number') return kind
  if (!outstanding.isOpen(header.session)) return ErrorCode.sessionExpired
  if (!hasPathShape(path)) return ErrorCode.badArguments
  const acl = fixupAcl(request.acl, auth)
  if (typeof acl === 'number') return acl

  const parentPath = parentPathOf(path)
  const parent = outstanding.find(parentPath)
  if (parent === undefined) return ErrorCode.noNode
  if (!isAllowed(parent.acl, Permission.create, auth)) return ErrorCode.noAuth
  const finalPath = isSequential(flags) ? path + sequenceSuffix(parent.cversion) : path
  if (!isValidPath(finalPath)) return ErrorCode.badArguments
  if (outstanding.find(finalPath) !== undefined) return ErrorCode.nodeExists
  if (parent.kind.type === 'ephemeral') return ErrorCode.noChildrenForEphemerals
  if (options.enforceQuota === true && state.quotas.refuses(finalPath, 1, request.data?.length ?? 0))
    return ErrorCode.quotaExceeded

  // At the end of its range the count stays where it is, and the next sequential name exists already.
  const parentCversion = Math.min(parent.cversion + 1, INT_MAX)
  outstanding.put(parentPath, { ...parent, cversion: parentCversion, childCount: parent.childCount + 1 })
  const created = { exists: true, version: 0, cversion: 0, aversion: 0, childCount: 0, acl, kind, mtime: header.timeMs }
  outstanding.put(finalPath, created)
  if (kind.type === 'ephemeral') outstanding.createdEphemeral(header.session, finalPath)
  return { type: 'create', path: finalPath, data: request.data, acl, kind, parentCversion }
}

/** ZooKeeper cannot read such an operation inside a multi and refuses the whole, not just the operation. */
export function isUnreadableInMulti(operation: MultiOperation): boolean {
  if (operation.type !== 'create') return false
  return !isFlags(operation.flags) || (hasTtl(operation.flags) && operation.operation !== 'createTtl')
}

function kindFor(
  { operation, flags, ttlMs }: CreateRequest,
  session: SessionId,
  extendedTypes: boolean,
  inMulti: boolean,
): NodeKind | ErrorCode {
  if (!isFlags(flags)) return ErrorCode.badArguments
  if (hasTtl(flags)) {
    if (!extendedTypes) return ErrorCode.unimplemented
    if (operation !== 'createTtl' || ttlMs === undefined || !isTtl(ttlMs)) return ErrorCode.badArguments
    return { type: 'ttl', ttlMs }
  }
  // ZooKeeper accepts createTTL with other flags and a negative TTL, and then fails to apply it (server dies); not copied.
  if (operation === 'createTtl' && !inMulti) return ErrorCode.badArguments
  if (operation === 'createContainer' || (inMulti && flags === 4)) return CONTAINER
  return flags === 1 || flags === 3 ? { type: 'ephemeral', owner: session } : PERSISTENT
}

function isFlags(flags: number): boolean {
  return Number.isInteger(flags) && flags >= 0 && flags <= FLAGS_MAX
}

function hasTtl(flags: number): boolean {
  return flags === 5 || flags === 6
}

function isTtl(ttlMs: number): boolean {
  return Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= TTL_MS_MAX
}

function isSequential(flags: number): boolean {
  return flags === 2 || flags === 3 || flags === 6
}

/** Ten places, of which a sign takes one: `0000000017`, `-000000005`. */
function sequenceSuffix(counter: number): string {
  return counter < 0 ? `-${String(-counter).padStart(9, '0')}` : String(counter).padStart(10, '0')
}
