/**
 * All znodes as fixed records in pages of plain numbers, named by their slot, and a table from path to slot. A record has
 * 104 bytes; as a JavaScript object with its boxed 64-bit numbers it would have some 350 and keep the garbage collector busy.
 *
 * Children form a ring in the order of their creation: the parent knows the first, the first knows the last.
 */
import type { ByteWriter } from '@quoll/bytes'
import type { Brand } from '@quoll/core'
import type { Address } from './byte-heap.ts'
import { hashText } from './mix.ts'
import { type Place, RecentPaths } from './recent-paths.ts'
import { SlotTable } from './slot-table.ts'
import { TextHeap, type TextLength, textLength } from './text-heap.ts'

/** Names a znode in its State. Good until the next change is applied: a deleted znode's number is given to another. */
export type Znode = Brand<number, 'Znode'>

/** Places of the 64-bit numbers of a record, in units of 8 bytes. */
export const Long = { czxid: 0, mzxid: 1, pzxid: 2, ctime: 3, mtime: 4 } as const
export type Long = (typeof Long)[keyof typeof Long]

/** Places of the 32-bit numbers, in units of 4 bytes, behind the longs. */
export const Int = {
  version: 10,
  /** Children ever created. */
  cversion: 11,
  aversion: 12,
  childCount: 13,
  acl: 14,
  dataAddress: 15,
  /** Bytes; -1 where the data is null. */
  dataLength: 16,
  pathHash: 18,
  /** The number of an ephemeral's owner, or one of `Owner`. */
  owner: 19,
  firstChild: 20,
  nextSibling: 21,
  previousSibling: 22,
  pathAddress: 23,
  /** 0 where the slot is free. */
  pathLength: 24,
  /** Of the record as a whole, as it is part of the digest. */
  hash: 25,
} as const
export type Int = (typeof Int)[keyof typeof Int]

/** Values of `Int.owner` of znodes that nobody owns; owners count from 1. */
export const Owner = { none: 0, container: -1, ttl: -2 } as const

const RECORD_LONGS = 13
const RECORD_INTS = 26
const PAGE_SHIFT = 10
const PAGE_MASK = (1 << PAGE_SHIFT) - 1

type Page = { readonly longs: Float64Array; readonly ints: Int32Array }

export class ZnodeTable {
  readonly #pages: Page[] = []
  readonly #paths = new TextHeap()
  readonly #slots = new SlotTable()
  readonly #recent = new RecentPaths()
  readonly #free: Znode[] = []
  /** Slot 0 is no znode, so that 0 can stand for "none" in links. */
  #end = 1

  get size(): number {
    return this.#slots.size
  }

  /** One more than the highest slot ever used. */
  get end(): number {
    return this.#end
  }

  find(path: string): Znode | undefined {
    const place = this.#recent.placeOf(path)
    const slot = this.#recent.isAt(place, path) ? this.#recent.slotAt(place) : this.#search(path, place)
    return slot === 0 ? undefined : (slot as Znode)
  }

  /** Is there a znode of this number? */
  has(slot: number): boolean {
    return slot < this.#end && this.int(slot as Znode, Int.pathLength) !== 0
  }

  /** The same for a path that lies in `bytes[start, end)`, all ASCII. `hash`: what `hashText` makes of it. */
  findAscii(bytes: Uint8Array, start: number, end: number, hash: number): Znode | undefined {
    let place = this.#slots.first(hash)
    let slot = this.#slots.slotAt(place) as Znode
    while (slot !== 0 && !this.#isAsciiAt(slot, bytes, start, end)) {
      place = this.#slots.next(place, hash)
      slot = this.#slots.slotAt(place) as Znode
    }
    return slot === 0 ? undefined : slot
  }

  pathOf(znode: Znode): string {
    return this.#paths.get(this.int(znode, Int.pathAddress), this.int(znode, Int.pathLength))
  }

  writePath(writer: ByteWriter, znode: Znode): void {
    this.#paths.write(writer, this.int(znode, Int.pathAddress), this.int(znode, Int.pathLength))
  }

  /** The slot that the next `add` will use. */
  get next(): Znode {
    return this.#free.at(-1) ?? (this.#end as Znode)
  }

  /** A record of zeros under a path that has none yet. */
  add(path: string): Znode {
    const place = this.#recent.placeOf(path)
    const hash = this.#recent.isAt(place, path) ? this.#recent.hashAt(place) : hashText(path)
    const znode = this.#add(hash, this.#paths.put(path), textLength(path))
    this.#recent.keep(place, path, hash, znode)
    return znode
  }

  /** The same for a path of ASCII characters, bytes `[start, end)` of `source`, that was not asked for lately. */
  addAscii(source: DataView, start: number, end: number, hash: number): Znode {
    return this.#add(hash, this.#paths.putAscii(source, start, end), end - start)
  }

  /** So many znodes are going to be here. */
  expect(znodes: number): void {
    this.#slots.reserve(znodes)
  }

  #add(hash: number, address: Address, length: TextLength): Znode {
    const znode = this.#free.pop() ?? (this.#end++ as Znode)
    if (znode >> PAGE_SHIFT === this.#pages.length) this.#pages.push(newPage())
    this.#slots.add(hash, znode)
    this.setInt(znode, Int.pathHash, hash)
    this.setInt(znode, Int.pathAddress, address)
    this.setInt(znode, Int.pathLength, length)
    return znode
  }

  /** Forgets the znode at `path`, which has no children and was unlinked from its parent. */
  remove(znode: Znode, path: string): void {
    this.#recent.forget(path)
    this.#slots.remove(this.int(znode, Int.pathHash), znode)
    this.#paths.release(this.int(znode, Int.pathAddress), this.int(znode, Int.pathLength))
    const { longs, ints } = this.#page(znode)
    const slot = znode & PAGE_MASK
    longs.fill(0, slot * RECORD_LONGS, (slot + 1) * RECORD_LONGS)
    ints.fill(0, slot * RECORD_INTS, (slot + 1) * RECORD_INTS)
    this.#free.push(znode)
  }

  long(znode: Znode, field: Long): number {
    return this.#page(znode).longs[(znode & PAGE_MASK) * RECORD_LONGS + field]!
  }

  setLong(znode: Znode, field: Long, value: number): void {
    this.#page(znode).longs[(znode & PAGE_MASK) * RECORD_LONGS + field] = value
  }

  int(znode: Znode, field: Int): number {
    return this.#page(znode).ints[(znode & PAGE_MASK) * RECORD_INTS + field]!
  }

  /** Stores 32 bits: versions wrap around. */
  setInt(znode: Znode, field: Int, value: number): void {
    this.#page(znode).ints[(znode & PAGE_MASK) * RECORD_INTS + field] = value
  }

  /** Adds `child` behind the other children of `parent`. */
  link(parent: Znode, child: Znode): void {
    const first = this.#link(parent, Int.firstChild)
    if (first === 0) {
      this.setInt(parent, Int.firstChild, child)
      this.#join(child, child)
    } else {
      this.#join(this.#link(first, Int.previousSibling), child)
      this.#join(child, first)
    }
    this.setInt(parent, Int.childCount, this.int(parent, Int.childCount) + 1)
  }

  unlink(parent: Znode, child: Znode): void {
    const next = this.#link(child, Int.nextSibling)
    if (this.#link(parent, Int.firstChild) === child) this.setInt(parent, Int.firstChild, next === child ? 0 : next)
    this.#join(this.#link(child, Int.previousSibling), next)
    this.setInt(parent, Int.childCount, this.int(parent, Int.childCount) - 1)
  }

  /** The children in order of creation. The tree must not change meanwhile. */
  *children(parent: Znode): Generator<Znode, void, undefined> {
    const first = this.#link(parent, Int.firstChild)
    if (first === 0) return
    let child = first
    do {
      yield child
      child = this.#link(child, Int.nextSibling)
    } while (child !== first)
  }

  /** The slot of a path, 0 for none, remembered for the next time. */
  #search(path: string, recent: Place): number {
    const hash = hashText(path)
    let place = this.#slots.first(hash)
    let slot = this.#slots.slotAt(place)
    while (slot !== 0 && !this.#isAt(slot as Znode, path)) {
      place = this.#slots.next(place, hash)
      slot = this.#slots.slotAt(place)
    }
    this.#recent.keep(recent, path, hash, slot)
    return slot
  }

  #isAt(znode: Znode, path: string): boolean {
    return this.#paths.equals(this.int(znode, Int.pathAddress), this.int(znode, Int.pathLength), path)
  }

  #isAsciiAt(znode: Znode, bytes: Uint8Array, start: number, end: number): boolean {
    const address = this.int(znode, Int.pathAddress)
    return this.#paths.equalsAscii(address, this.int(znode, Int.pathLength), bytes, start, end)
  }

  #link(znode: Znode, field: Int): Znode {
    return this.int(znode, field) as Znode
  }

  #join(before: Znode, after: Znode): void {
    this.setInt(before, Int.nextSibling, after)
    this.setInt(after, Int.previousSibling, before)
  }

  #page(znode: Znode): Page {
    return this.#pages[znode >> PAGE_SHIFT]!
  }
}

function newPage(): Page {
  const buffer = new ArrayBuffer((1 << PAGE_SHIFT) * RECORD_LONGS * 8)
  return { longs: new Float64Array(buffer), ints: new Int32Array(buffer) }
}
