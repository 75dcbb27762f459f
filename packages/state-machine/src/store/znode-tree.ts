/**
 * The tree of znodes and everything that must stay in step with it: bytes, access control lists, owners, the digest, and
 * the snapshots being taken. Knows no rules: who may change what is decided in prepare, what a txn does stands in apply.
 */
import type { ByteWriter } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import type { Acl } from '../acl.ts'
import type { SessionId } from '../session-id.ts'
import type { Stat } from '../stat.ts'
import type { NodeKind } from '../txn.ts'
import { AclTable } from './acl-table.ts'
import type { AsciiPath } from './ascii-path.ts'
import { ByteHeap, offsetOf } from './byte-heap.ts'
import { Owners } from './owners.ts'
import { TreeDigest } from './tree-digest.ts'
import { Int, Long, Owner, type Znode, ZnodeTable } from './znode-table.ts'

/** What is known of one znode besides its path, its data and its children. `cversion` counts children ever created. */
export type ZnodeImage = {
  readonly acl: readonly Acl[]
  readonly kind: NodeKind
  readonly czxid: Zxid
  readonly mzxid: Zxid
  readonly pzxid: Zxid
  readonly ctime: number
  readonly mtime: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
}

/** Told of every znode right before it changes, appears or disappears. */
export type ChangeObserver = { beforeChange(znode: Znode): void }

const PERSISTENT: NodeKind = { type: 'persistent' }
const CONTAINER: NodeKind = { type: 'container' }

export class ZnodeTree {
  readonly #table = new ZnodeTable()
  readonly #heap = new ByteHeap()
  readonly #acls = new AclTable()
  readonly owners: Owners = new Owners()
  readonly containers: Set<Znode> = new Set()
  /** Milliseconds without a change after which a childless znode is due. */
  readonly ttls: Map<Znode, number> = new Map()
  readonly #digest = new TreeDigest(this.#table, this.#heap, this.#acls, this.owners, this.ttls)
  readonly observers: Set<ChangeObserver> = new Set()
  #dataBytes = 0

  // ── reading ──

  get size(): number {
    return this.#table.size
  }
  /** One more than the highest number of a znode. */
  get end(): number {
    return this.#table.end
  }
  /** Lengths of all paths and data. */
  get dataBytes(): number {
    return this.#dataBytes
  }
  /** Different access control lists in use. */
  get aclCount(): number {
    return this.#acls.size
  }
  get digest(): number {
    return this.#digest.value
  }

  find(path: string): Znode | undefined {
    return this.#table.find(path)
  }
  /** The parent of a path that lies in bytes. */
  findParent(path: AsciiPath): Znode | undefined {
    return this.#table.findAscii(path.bytes, path.start, path.parentEnd, path.parentHash)
  }
  findAscii(path: AsciiPath): Znode | undefined {
    return this.#table.findAscii(path.bytes, path.start, path.end, path.hash)
  }
  /** Is there a znode of this number now? */
  has(znode: Znode): boolean {
    return this.#table.has(znode)
  }
  pathOf(znode: Znode): string {
    return this.#table.pathOf(znode)
  }
  writePath(writer: ByteWriter, znode: Znode): void {
    this.#table.writePath(writer, znode)
  }
  writeData(writer: ByteWriter, znode: Znode): void {
    const length = this.#table.int(znode, Int.dataLength)
    const address = this.#table.int(znode, Int.dataAddress)
    if (length > 0) writer.bufferFrom(this.#heap.wordsOf(address), offsetOf(address), length)
    else writer.buffer(length === 0 ? NO_BYTES : undefined)
  }
  childrenOf(znode: Znode): Generator<Znode, void, undefined> {
    return this.#table.children(znode)
  }
  int(znode: Znode, field: Int): number {
    return this.#table.int(znode, field)
  }
  long(znode: Znode, field: Long): number {
    return this.#table.long(znode, field)
  }
  aclOf(znode: Znode): readonly Acl[] {
    return this.#acls.get(this.#table.int(znode, Int.acl))
  }

  dataOf(znode: Znode): Uint8Array | undefined {
    const length = this.#table.int(znode, Int.dataLength)
    if (length <= 0) return length === 0 ? NO_BYTES : undefined
    return this.#heap.view(this.#table.int(znode, Int.dataAddress), length)
  }

  dataLengthOf(znode: Znode): number {
    return Math.max(0, this.#table.int(znode, Int.dataLength))
  }

  kindOf(znode: Znode): NodeKind {
    const owner = this.#table.int(znode, Int.owner)
    if (owner > 0) return { type: 'ephemeral', owner: this.owners.ownerOf(owner) }
    if (owner === Owner.ttl) return { type: 'ttl', ttlMs: this.ttls.get(znode)! }
    return owner === Owner.container ? CONTAINER : PERSISTENT
  }

  ownerOf(znode: Znode): SessionId | undefined {
    const owner = this.#table.int(znode, Int.owner)
    return owner > 0 ? this.owners.ownerOf(owner) : undefined
  }

  statOf(znode: Znode): Stat {
    const table = this.#table
    const numChildren = table.int(znode, Int.childCount)
    return {
      czxid: table.long(znode, Long.czxid) as Zxid,
      mzxid: table.long(znode, Long.mzxid) as Zxid,
      ctime: table.long(znode, Long.ctime),
      mtime: table.long(znode, Long.mtime),
      version: table.int(znode, Int.version),
      cversion: (2 * table.int(znode, Int.cversion) - numChildren) | 0,
      aversion: table.int(znode, Int.aversion),
      ephemeralOwner: this.ownerOf(znode),
      dataLength: Math.max(0, table.int(znode, Int.dataLength)),
      numChildren,
      pzxid: table.long(znode, Long.pzxid) as Zxid,
    }
  }

  // ── changing ──

  /** Puts a znode under a path that has none. It hangs in the air until `link` ties it to its parent. */
  insert(path: string, data: Uint8Array | undefined, image: ZnodeImage): Znode {
    this.#beforeChange(this.#table.next)
    const znode = this.#table.add(path)
    this.#table.setInt(znode, Int.dataAddress, data === undefined ? 0 : this.#heap.put(data))
    this.#imprint(znode, path.length, data?.length ?? -1, image)
    return znode
  }

  /** The same for a path that lies in `source`, with the data in there too; `dataLength` is -1 where it is null. */
  insertAscii(path: AsciiPath, source: DataView, dataStart: number, dataLength: number, image: ZnodeImage): Znode {
    const { start, end, hash } = path
    this.#beforeChange(this.#table.next)
    const znode = this.#table.addAscii(source, start, end, hash)
    this.#table.setInt(znode, Int.dataAddress, dataLength < 0 ? 0 : this.#heap.putFrom(source, dataStart, dataLength))
    this.#imprint(znode, end - start, dataLength, image)
    return znode
  }

  /** Makes room for so many znodes: a tree that is read back need not grow step by step. */
  expect(znodes: number): void {
    this.#table.expect(znodes)
  }

  #imprint(znode: Znode, pathLength: number, dataLength: number, image: ZnodeImage): void {
    const table = this.#table
    table.setLong(znode, Long.czxid, image.czxid)
    table.setLong(znode, Long.mzxid, image.mzxid)
    table.setLong(znode, Long.pzxid, image.pzxid)
    table.setLong(znode, Long.ctime, image.ctime)
    table.setLong(znode, Long.mtime, image.mtime)
    table.setInt(znode, Int.version, image.version)
    table.setInt(znode, Int.cversion, image.cversion)
    table.setInt(znode, Int.aversion, image.aversion)
    table.setInt(znode, Int.acl, this.#acls.use(image.acl))
    table.setInt(znode, Int.owner, this.#own(znode, image.kind))
    table.setInt(znode, Int.dataLength, dataLength)
    this.#dataBytes += pathLength + Math.max(0, dataLength)
    this.#digest.onChange(znode)
  }

  link(parent: Znode, child: Znode): void {
    this.#table.link(parent, child)
  }

  /** A child was created: the count moves only upwards, and the zxid with it (DataTree.createNode). */
  countCreated(parent: Znode, cversion: number, zxid: Zxid): void {
    if (cversion <= this.#table.int(parent, Int.cversion)) return
    this.#beforeChange(parent)
    this.#table.setInt(parent, Int.cversion, cversion)
    this.#table.setLong(parent, Long.pzxid, zxid)
    this.#digest.onChange(parent)
  }

  setData(znode: Znode, data: Uint8Array | undefined, version: number, zxid: Zxid, timeMs: number): void {
    this.#beforeChange(znode)
    this.#putData(znode, data)
    this.#table.setInt(znode, Int.version, version)
    this.#table.setLong(znode, Long.mzxid, zxid)
    this.#table.setLong(znode, Long.mtime, timeMs)
    this.#digest.onChange(znode)
  }

  /** Without a version, a zxid or a time: for what the tree itself keeps count of. */
  setDataSilently(znode: Znode, data: Uint8Array): void {
    this.#beforeChange(znode)
    this.#putData(znode, data)
    this.#digest.onChange(znode)
  }

  setAcl(znode: Znode, acl: readonly Acl[], aversion: number): void {
    this.#beforeChange(znode)
    const old = this.#table.int(znode, Int.acl)
    this.#table.setInt(znode, Int.acl, this.#acls.use(acl))
    this.#acls.release(old)
    this.#table.setInt(znode, Int.aversion, aversion)
    this.#digest.onChange(znode)
  }

  /** Takes the childless znode at `path` away from its parent. */
  remove(parent: Znode, znode: Znode, path: string, zxid: Zxid): void {
    this.#beforeChange(parent)
    this.#table.setLong(parent, Long.pzxid, zxid)
    this.#table.unlink(parent, znode)
    this.#digest.onChange(parent)

    this.#beforeChange(znode)
    this.#dataBytes -= path.length
    this.#putData(znode, undefined)
    this.#acls.release(this.#table.int(znode, Int.acl))
    this.#disown(znode)
    this.#digest.onRemove(znode)
    this.#table.remove(znode, path)
  }

  #putData(znode: Znode, data: Uint8Array | undefined): void {
    const table = this.#table
    const oldLength = Math.max(0, table.int(znode, Int.dataLength))
    const value = data ?? NO_BYTES
    const address = this.#heap.replace(table.int(znode, Int.dataAddress), oldLength, value)
    table.setInt(znode, Int.dataAddress, address)
    table.setInt(znode, Int.dataLength, data === undefined ? -1 : value.length)
    this.#dataBytes += value.length - oldLength
  }

  #own(znode: Znode, kind: NodeKind): number {
    switch (kind.type) {
      case 'persistent':
        return Owner.none
      case 'ephemeral':
        return this.owners.add(kind.owner, znode)
      case 'container':
        this.containers.add(znode)
        return Owner.container
      case 'ttl':
        this.ttls.set(znode, kind.ttlMs)
        return Owner.ttl
    }
  }

  #disown(znode: Znode): void {
    const owner = this.#table.int(znode, Int.owner)
    if (owner > 0) this.owners.remove(owner, znode)
    if (owner === Owner.container) this.containers.delete(znode)
    if (owner === Owner.ttl) this.ttls.delete(znode)
  }

  #beforeChange(znode: Znode): void {
    for (const observer of this.observers) observer.beforeChange(znode)
  }
}

const NO_BYTES = new Uint8Array(0)
