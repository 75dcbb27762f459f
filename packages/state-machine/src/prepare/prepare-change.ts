/** Delete, setData, setACL, check, and the reaping of containers: who may, and against which version. */
import { fixupAcl, isAllowed, Permission } from '../access.ts'
import { ErrorCode } from '../error-code.ts'
import { hasPathShape, isBuiltIn, isValidPath, parentPathOf } from '../path.ts'
import { isDue } from '../reaping.ts'
import type { CheckRequest, DeleteRequest, ReapRequest, SetAclRequest, SetDataRequest } from '../request.ts'
import type { State } from '../state.ts'
import type { Context, PrepareCall, Prepared } from './context.ts'
import type { Foreseen } from './outstanding.ts'

export function prepareDelete(
  context: Context,
  { header, auth }: PrepareCall,
  { path, version }: DeleteRequest,
): Prepared {
  const { outstanding } = context
  if (path === undefined) return ErrorCode.marshallingError
  if (!outstanding.isOpen(header.session)) return ErrorCode.sessionExpired
  if (!hasPathShape(path) || isBuiltIn(path)) return ErrorCode.badArguments
  const parent = outstanding.find(parentPathOf(path))
  if (parent === undefined) return ErrorCode.noNode
  if (!isAllowed(parent.acl, Permission.delete, auth)) return ErrorCode.noAuth
  const znode = outstanding.find(path)
  if (znode === undefined) return ErrorCode.noNode
  if (!versionFits(version, znode.version)) return ErrorCode.badVersion
  if (znode.childCount > 0) return ErrorCode.notEmpty
  return foreseeDelete(context, path, parent, znode)
}

export function prepareSetData(
  { outstanding, options, state }: Context,
  { header, auth }: PrepareCall,
  { path, data, version }: SetDataRequest,
): Prepared {
  if (path === undefined) return ErrorCode.marshallingError
  if (!outstanding.isOpen(header.session)) return ErrorCode.sessionExpired
  const znode = outstanding.find(path)
  if (znode === undefined) return missing(path)
  if (!isAllowed(znode.acl, Permission.write, auth)) return ErrorCode.noAuth
  if (options.enforceQuota === true && state.quotas.refuses(path, 0, growth(state, path, data)))
    return ErrorCode.quotaExceeded
  if (!versionFits(version, znode.version)) return ErrorCode.badVersion
  const next = (znode.version + 1) | 0
  outstanding.put(path, { ...znode, version: next, mtime: header.timeMs })
  return { type: 'set-data', path, data, version: next }
}

export function prepareSetAcl(
  { outstanding }: Context,
  { header, auth }: PrepareCall,
  { path, acl: submitted, version }: SetAclRequest,
): Prepared {
  if (path === undefined) return ErrorCode.marshallingError
  if (!outstanding.isOpen(header.session)) return ErrorCode.sessionExpired
  if (!isValidPath(path)) return ErrorCode.badArguments
  const acl = fixupAcl(submitted, auth)
  if (typeof acl === 'number') return acl
  const znode = outstanding.find(path)
  if (znode === undefined) return ErrorCode.noNode
  if (!isAllowed(znode.acl, Permission.admin, auth)) return ErrorCode.noAuth
  if (!versionFits(version, znode.aversion)) return ErrorCode.badVersion
  const next = (znode.aversion + 1) | 0
  outstanding.put(path, { ...znode, acl, aversion: next })
  return { type: 'set-acl', path, acl, version: next }
}

export function prepareCheck(
  { outstanding }: Context,
  { header, auth }: PrepareCall,
  { path, version }: CheckRequest,
): Prepared {
  if (path === undefined) return ErrorCode.marshallingError
  if (!outstanding.isOpen(header.session)) return ErrorCode.sessionExpired
  const znode = outstanding.find(path)
  if (znode === undefined) return missing(path)
  if (!isAllowed(znode.acl, Permission.read, auth)) return ErrorCode.noAuth
  if (!versionFits(version, znode.version)) return ErrorCode.badVersion
  return { type: 'check', version: znode.version }
}

/**
 * A candidate may have been used since it was found: then it stays. ZooKeeper deletes whatever childless znode stands at
 * the path by then; here it must still be one that is due.
 */
export function prepareReap(context: Context, { header }: PrepareCall, { path }: ReapRequest): Prepared {
  const { outstanding, options } = context
  const znode = outstanding.find(path)
  const parent = outstanding.find(parentPathOf(path))
  if (znode === undefined || parent === undefined) return ErrorCode.noNode
  if (znode.childCount > 0) return ErrorCode.notEmpty
  if (!isDue(znode, header.timeMs, options.containerNeverUsedMs ?? 0)) return ErrorCode.badVersion
  return foreseeDelete(context, path, parent, znode)
}

function foreseeDelete({ outstanding }: Context, path: string, parent: Foreseen, znode: Foreseen): Prepared {
  outstanding.put(parentPathOf(path), { ...parent, childCount: parent.childCount - 1 })
  outstanding.put(path, { ...znode, exists: false })
  return { type: 'delete', path }
}

/** Bytes more than what is applied now. */
function growth(state: State, path: string, data: Uint8Array | undefined): number {
  const znode = state.lookup(path)
  return (data?.length ?? 0) - (znode === undefined ? 0 : state.tree.dataLengthOf(znode))
}

/** Every znode has a valid path, so the path is only looked at where there is none: it comes first in ZooKeeper's order. */
function missing(path: string): ErrorCode {
  return isValidPath(path) ? ErrorCode.noNode : ErrorCode.badArguments
}

/** -1 fits any version; anything else must be equal. */
function versionFits(expected: number, actual: number): boolean {
  return expected === -1 || expected === actual
}
