/**
 * A digest over all znodes, the same for equal trees however they came about. A znode that changes again and again is hashed
 * once: when the digest is asked for, or many others changed too.
 */
import type { AclTable } from './acl-table.ts'
import type { ByteHeap } from './byte-heap.ts'
import { finish, HashSum, mix, mixLong } from './mix.ts'
import type { Owners } from './owners.ts'
import { Int, Long, Owner, type Znode, type ZnodeTable } from './znode-table.ts'

/** Changes to this many znodes are hashed in one go: a fraction of a millisecond. */
const DIRTY_MAX = 4096

export class TreeDigest {
  readonly #table: ZnodeTable
  readonly #heap: ByteHeap
  readonly #acls: AclTable
  readonly #owners: Owners
  readonly #ttls: ReadonlyMap<Znode, number>
  readonly #hashes = new HashSum()
  /** Znodes that changed since the digest was last brought up to date; one flag each, by number. */
  readonly #dirty: Znode[] = []
  #isDirty = new Uint8Array(64)

  constructor(table: ZnodeTable, heap: ByteHeap, acls: AclTable, owners: Owners, ttls: ReadonlyMap<Znode, number>) {
    this.#table = table
    this.#heap = heap
    this.#acls = acls
    this.#owners = owners
    this.#ttls = ttls
  }

  get value(): number {
    this.#hashDirty()
    return this.#hashes.value
  }

  /** A znode appeared or is another now. */
  onChange(znode: Znode): void {
    if (znode >= this.#isDirty.length) {
      const larger = new Uint8Array(Math.max(2 * this.#isDirty.length, znode + 1))
      larger.set(this.#isDirty)
      this.#isDirty = larger
    }
    if (this.#isDirty[znode] === 1) return
    this.#isDirty[znode] = 1
    this.#dirty.push(znode)
    if (this.#dirty.length === DIRTY_MAX) this.#hashDirty()
  }

  /** A znode is about to go. */
  onRemove(znode: Znode): void {
    this.#hashes.remove(this.#table.int(znode, Int.hash) >>> 0)
    this.#isDirty[znode] = 0
  }

  #hashDirty(): void {
    for (const znode of this.#dirty) {
      if (this.#isDirty[znode] === 0) continue
      this.#isDirty[znode] = 0
      this.#hashes.remove(this.#table.int(znode, Int.hash) >>> 0)
      const hash = this.#hashOf(znode)
      this.#table.setInt(znode, Int.hash, hash | 0)
      this.#hashes.add(hash)
    }
    this.#dirty.length = 0
  }

  /** Over everything a client can see and the internal counters, but not the children: they have hashes of their own. */
  #hashOf(znode: Znode): number {
    const table = this.#table
    const owner = table.int(znode, Int.owner)
    const length = table.int(znode, Int.dataLength)
    const dataHash = this.#heap.hash(table.int(znode, Int.dataAddress), Math.max(0, length))
    let hash = mix(mix(table.int(znode, Int.pathHash), dataHash), length)
    hash = mixLong(hash, table.long(znode, Long.czxid))
    hash = mixLong(hash, table.long(znode, Long.mzxid))
    hash = mixLong(hash, table.long(znode, Long.pzxid))
    hash = mixLong(hash, table.long(znode, Long.ctime))
    hash = mixLong(hash, table.long(znode, Long.mtime))
    hash = mix(hash, table.int(znode, Int.version))
    hash = mix(hash, table.int(znode, Int.cversion))
    hash = mix(hash, table.int(znode, Int.aversion))
    hash = mix(hash, this.#acls.hashOf(table.int(znode, Int.acl)))
    hash = mix(hash, owner > 0 ? this.#owners.hashOf(owner) : owner)
    if (owner === Owner.ttl) hash = mixLong(hash, this.#ttls.get(znode)!)
    return finish(hash)
  }
}
