/**
 * The model the checkers compare with: every znode at every moment, and the sessions, rebuilt from the committed
 * transactions in the plainest way. It knows nothing of the state machine under test but the shape of its transactions,
 * and notices when one of them is impossible on the state it meets.
 */
import type { Zxid } from '@quoll/core'
import type { Txn, TxnOperation } from '@quoll/state-machine'
import { hashBytes, hashText } from '../evidence/hash.ts'
import { ABSENT, type ZnodeRecord } from './znode-record.ts'

export type SessionRecord = {
  readonly id: bigint
  readonly timeoutMs: number
  readonly createdAt: Zxid
  closedAt: Zxid | undefined
  /** Nobody asked for the end: the leader's expiry did. */
  expired: boolean
}

export class TreeHistory {
  readonly #records = new Map<string, ZnodeRecord[]>()
  readonly #children = new Map<string, Set<string>>()
  readonly #ephemerals = new Map<bigint, Set<string>>()
  readonly #txns = new Map<Zxid, Txn>()
  readonly sessions: Map<bigint, SessionRecord> = new Map()
  readonly #impossible: (sentence: string) => void
  #applied = 0 as Zxid

  constructor(impossible: (sentence: string) => void) {
    this.#impossible = impossible
    for (const path of ['/', '/zookeeper', '/zookeeper/config', '/zookeeper/quota']) {
      this.#records.set(path, [{ ...ABSENT, change: 'created', exists: true }])
      this.#children.set(path, new Set())
    }
    for (const path of ['/zookeeper', '/zookeeper/config', '/zookeeper/quota']) this.#link(path, 0)
  }

  get applied(): Zxid {
    return this.#applied
  }

  /** Takes in the transaction, unless some peer has brought it before. */
  apply(zxid: Zxid, txn: Txn): void {
    if (zxid <= this.#applied) return
    this.#applied = zxid
    this.#txns.set(zxid, txn)
    this.#operation(zxid, txn, txn.operation)
  }

  txn(zxid: Zxid): Txn | undefined {
    return this.#txns.get(zxid)
  }

  /** The znode as of `zxid`. */
  at(path: string, zxid: number): ZnodeRecord {
    const records = this.#records.get(path)
    if (records === undefined) return ABSENT
    let low = 0
    let high = records.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((records[middle] as ZnodeRecord).zxid <= zxid) low = middle + 1
      else high = middle
    }
    return records[low - 1] ?? ABSENT
  }

  now(path: string): ZnodeRecord {
    const records = this.#records.get(path)
    return records?.[records.length - 1] ?? ABSENT
  }

  /** What happened to the znode in (after, upTo], oldest first. */
  changes(path: string, after: number, upTo: number): readonly ZnodeRecord[] {
    const records = this.#records.get(path)
    if (records === undefined) return []
    const last = records[records.length - 1]
    if (last === undefined || last.zxid <= after) return []
    return records.filter((record) => record.zxid > after && record.zxid <= upTo)
  }

  /** Every path that exists now, in order. */
  paths(): readonly string[] {
    return [...this.#records.keys()].filter((path) => this.now(path).exists).sort()
  }

  childrenOf(path: string): ReadonlySet<string> {
    return this.#children.get(path) ?? new Set()
  }

  ephemeralsOf(session: bigint): readonly string[] {
    return [...(this.#ephemerals.get(session) ?? [])]
  }

  ephemeralOwners(): readonly bigint[] {
    return [...this.#ephemerals].filter(([, paths]) => paths.size > 0).map(([owner]) => owner)
  }

  #operation(zxid: Zxid, txn: Txn, operation: TxnOperation): void {
    switch (operation.type) {
      case 'create':
        return this.#create(zxid, txn, operation)
      case 'delete':
        return this.#delete(zxid, operation.path)
      case 'set-data':
        return this.#setData(zxid, operation)
      case 'set-acl':
        return this.#push(operation.path, {
          ...this.#existing(zxid, operation.path),
          zxid,
          change: 'acl',
          aversion: operation.version,
        })
      case 'multi':
        for (const each of operation.operations) this.#operation(zxid, txn, each)
        return
      case 'create-session':
        this.sessions.set(txn.session, {
          id: txn.session,
          timeoutMs: operation.timeoutMs,
          createdAt: zxid,
          closedAt: undefined,
          expired: false,
        })
        return
      case 'close-session':
        return this.#closeSession(zxid, txn, operation.paths)
      default:
        return
    }
  }

  #create(zxid: Zxid, txn: Txn, operation: Extract<TxnOperation, { type: 'create' }>): void {
    const { path, kind } = operation
    const parent = parentOf(path)
    if (this.now(path).exists) this.#impossible(`${at(zxid)} creates ${path}, which exists`)
    if (!this.now(parent).exists) this.#impossible(`${at(zxid)} creates ${path} without a parent`)
    if (this.now(parent).owner !== 0n) this.#impossible(`${at(zxid)} creates ${path} below an ephemeral znode`)
    const owner = kind.type === 'ephemeral' ? kind.owner : 0n
    if (owner !== 0n && owner !== txn.session) this.#impossible(`${at(zxid)} creates ${path} for another session`)
    this.#push(path, {
      ...ABSENT,
      zxid,
      change: 'created',
      exists: true,
      dataHash: hashBytes(operation.data),
      dataLength: operation.data?.length ?? 0,
      czxid: zxid,
      mzxid: zxid,
      pzxid: zxid,
      owner,
      kind: kind.type,
    })
    this.#children.set(path, new Set())
    this.#link(path, zxid)
    if (this.now(parent).created !== operation.parentCversion && parent !== '/') {
      this.#impossible(
        `${at(zxid)} counts ${operation.parentCversion} children of ${parent}, there were ${this.now(parent).created}`,
      )
    }
    if (owner === 0n) return
    const session = this.sessions.get(owner)
    if (session === undefined || session.closedAt !== undefined) {
      this.#impossible(`${at(zxid)} creates the ephemeral ${path} of a session that is not open`)
    }
    const owned = this.#ephemerals.get(owner)
    if (owned === undefined) this.#ephemerals.set(owner, new Set([path]))
    else owned.add(path)
  }

  #delete(zxid: Zxid, path: string): void {
    const record = this.#existing(zxid, path)
    if (record.numChildren > 0) this.#impossible(`${at(zxid)} deletes ${path}, which has children`)
    this.#push(path, { ...ABSENT, zxid, change: 'deleted' })
    this.#children.delete(path)
    if (record.owner !== 0n) this.#ephemerals.get(record.owner)?.delete(path)
    const parent = parentOf(path)
    const name = nameOf(path)
    this.#children.get(parent)?.delete(name)
    const before = this.now(parent)
    this.#push(parent, {
      ...before,
      zxid,
      change: 'children',
      pzxid: zxid,
      numChildren: before.numChildren - 1,
      childrenHash: (before.childrenHash - hashText(name)) >>> 0,
    })
  }

  #setData(zxid: Zxid, operation: Extract<TxnOperation, { type: 'set-data' }>): void {
    const record = this.#existing(zxid, operation.path)
    if (operation.version !== record.version + 1) {
      this.#impossible(`${at(zxid)} makes version ${operation.version} of ${operation.path} out of ${record.version}`)
    }
    this.#push(operation.path, {
      ...record,
      zxid,
      change: 'data',
      mzxid: zxid,
      version: operation.version,
      dataHash: hashBytes(operation.data),
      dataLength: operation.data?.length ?? 0,
    })
  }

  #closeSession(zxid: Zxid, txn: Txn, paths: readonly string[]): void {
    const session = this.sessions.get(txn.session)
    if (session !== undefined && session.closedAt === undefined) {
      session.closedAt = zxid
      session.expired = txn.xid === 0
    }
    const owned = new Set(this.#ephemerals.get(txn.session) ?? [])
    for (const path of paths) {
      if (!owned.delete(path)) this.#impossible(`${at(zxid)} closes a session and deletes ${path}, not its own`)
      this.#delete(zxid, path)
    }
    if (owned.size > 0) this.#impossible(`${at(zxid)} closes a session and leaves ${[...owned].join(', ')}`)
    this.#ephemerals.delete(txn.session)
  }

  #link(path: string, zxid: number): void {
    const parent = parentOf(path)
    const name = nameOf(path)
    const before = this.now(parent)
    this.#children.get(parent)?.add(name)
    this.#push(parent, {
      ...before,
      zxid,
      change: 'children',
      pzxid: zxid,
      created: before.created + 1,
      numChildren: before.numChildren + 1,
      childrenHash: (before.childrenHash + hashText(name)) >>> 0,
    })
  }

  #existing(zxid: Zxid, path: string): ZnodeRecord {
    const record = this.now(path)
    if (!record.exists) this.#impossible(`${at(zxid)} changes ${path}, which does not exist`)
    return record
  }

  #push(path: string, record: ZnodeRecord): void {
    const records = this.#records.get(path)
    if (records === undefined) this.#records.set(path, [record])
    else records.push(record)
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function at(zxid: number): string {
  return `transaction ${Math.floor(zxid / 0x1_0000_0000)}:${zxid >>> 0}`
}
