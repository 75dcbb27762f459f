/**
 * What a committed transaction does to the state: the same on every peer, without a clock and without a decision. The
 * leader has decided everything in prepare. ZooKeeper: DataTree.processTxn.
 *
 * `apply` is total. A txn that does not fit the state (which no leader writes) changes nothing and says
 * `runtimeInconsistency`, on every peer alike.
 */
import { unreachable, type Zxid } from '@quoll/core'
import { ErrorCode } from './error-code.ts'
import { isBuiltIn, isValidPath, parentPathOf } from './path.ts'
import type { Applied, Change, TxnResult } from './result.ts'
import type { State } from './state.ts'
import type { Znode } from './store/znode-table.ts'
import type { Txn, TxnOperation } from './txn.ts'

type Operation<T extends TxnOperation['type']> = Extract<TxnOperation, { type: T }>

const NO_CHANGES: readonly Change[] = []
const MISFIT: TxnResult = { type: 'error', code: ErrorCode.runtimeInconsistency }
const DELETED: TxnResult = { type: 'delete' }
const CHECKED: TxnResult = { type: 'check' }
const UNASKED: TxnResult = { type: 'unasked' }
const SESSION_CLOSED: TxnResult = { type: 'close-session' }

/**
 * Applies the transaction that `zxid` names, the next one after all that were applied before. `asked`: somebody here wants
 * the answer; most peers have only to carry out what others were asked.
 */
export function apply(state: State, zxid: Zxid, txn: Txn, asked = true): Applied {
  const { type } = txn.operation
  if (!asked && (type === 'set-data' || type === 'multi')) {
    const changes: Change[] = []
    carryOut(state, zxid, txn, txn.operation, changes)
    return { result: UNASKED, changes }
  }
  if (type === 'error' || type === 'multi-error' || type === 'set-acl')
    return { result: perform(state, zxid, txn, txn.operation, []), changes: NO_CHANGES }
  const changes: Change[] = []
  return { result: perform(state, zxid, txn, txn.operation, changes), changes }
}

/** Without the answers, which make up half of the work. */
function carryOut(state: State, zxid: Zxid, txn: Txn, operation: TxnOperation, changes: Change[]): void {
  if (operation.type === 'set-data') setData(state, zxid, txn.timeMs, operation, changes)
  else if (operation.type === 'multi')
    for (const each of operation.operations) carryOut(state, zxid, txn, each, changes)
  else perform(state, zxid, txn, operation, changes)
}

function perform(state: State, zxid: Zxid, txn: Txn, operation: TxnOperation, changes: Change[]): TxnResult {
  switch (operation.type) {
    case 'create':
      return create(state, zxid, txn.timeMs, operation, changes)
    case 'delete':
      return remove(state, zxid, operation.path, changes) ? DELETED : MISFIT
    case 'set-data': {
      const znode = setData(state, zxid, txn.timeMs, operation, changes)
      return znode === undefined ? MISFIT : { type: 'set-data', stat: state.statOf(znode) }
    }
    case 'set-acl':
      return setAcl(state, operation)
    case 'check':
      return CHECKED
    case 'multi':
      return { type: 'multi', results: operation.operations.map((each) => perform(state, zxid, txn, each, changes)) }
    case 'create-session':
      state.openSession(txn.session, operation.timeoutMs)
      return { type: 'create-session', timeoutMs: operation.timeoutMs }
    case 'close-session':
      for (const path of operation.paths) remove(state, zxid, path, changes)
      state.forgetSession(txn.session)
      return SESSION_CLOSED
    case 'error':
      return { type: 'error', code: operation.code }
    case 'multi-error':
      return refusedMulti(operation)
    default:
      return unreachable(operation)
  }
}

function create(
  state: State,
  zxid: Zxid,
  timeMs: number,
  { path, data, acl, kind, parentCversion }: Operation<'create'>,
  changes: Change[],
): TxnResult {
  const { tree } = state
  const parent = tree.find(parentPathOf(path))
  if (parent === undefined || tree.find(path) !== undefined || !isValidPath(path)) return MISFIT
  if (kind.type === 'ephemeral' && !state.sessions.has(kind.owner)) return MISFIT
  tree.countCreated(parent, parentCversion, zxid)
  const times = { czxid: zxid, mzxid: zxid, pzxid: zxid, ctime: timeMs, mtime: timeMs }
  const znode = tree.insert(path, data, { acl, kind, ...times, version: 0, cversion: 0, aversion: 0 })
  tree.link(parent, znode)
  if (!state.quotas.ignores(path)) state.quotas.created(path, tree.dataLengthOf(znode))
  changes.push({ type: 'created', path, acl: tree.aclOf(znode), parentAcl: tree.aclOf(parent) })
  const shown = kind.type === 'container' || kind.type === 'ttl' ? kind.type : 'node'
  return { type: 'create', path, stat: tree.statOf(znode), kind: shown }
}

function remove(state: State, zxid: Zxid, path: string, changes: Change[]): boolean {
  const { tree } = state
  const znode = tree.find(path)
  const parent = tree.find(parentPathOf(path))
  if (znode === undefined || parent === undefined || isBuiltIn(path) || state.childCountOf(znode) > 0) return false
  changes.push({ type: 'deleted', path, acl: tree.aclOf(znode), parentAcl: tree.aclOf(parent) })
  const bytes = tree.dataLengthOf(znode)
  tree.remove(parent, znode, path, zxid)
  if (!state.quotas.ignores(path)) state.quotas.deleted(path, bytes)
  return true
}

function setData(
  state: State,
  zxid: Zxid,
  timeMs: number,
  { path, data, version }: Operation<'set-data'>,
  changes: Change[],
): Znode | undefined {
  const { tree } = state
  const znode = tree.find(path)
  if (znode === undefined) return undefined
  const before = tree.dataLengthOf(znode)
  tree.setData(znode, data, version, zxid, timeMs)
  if (!state.quotas.ignores(path)) state.quotas.dataChanged(path, tree.dataLengthOf(znode) - before)
  const acl = tree.aclOf(znode)
  // Nobody is told about the parent here, so its list is not looked up.
  changes.push({ type: 'data-changed', path, acl, parentAcl: acl })
  return znode
}

function setAcl(state: State, { path, acl, version }: Operation<'set-acl'>): TxnResult {
  const znode = state.tree.find(path)
  if (znode === undefined) return MISFIT
  state.tree.setAcl(znode, acl, version)
  return { type: 'set-acl', stat: state.tree.statOf(znode) }
}

/** Before the failed operation 0, then its code, after it RUNTIMEINCONSISTENCY: clients raise the first that is not 0. */
function refusedMulti({ failed, count, code }: Operation<'multi-error'>): TxnResult {
  const results = Array.from({ length: count }, (_, at): TxnResult => {
    if (at < failed) return { type: 'error', code: ErrorCode.ok }
    return at === failed ? { type: 'error', code } : MISFIT
  })
  return { type: 'multi', results }
}
