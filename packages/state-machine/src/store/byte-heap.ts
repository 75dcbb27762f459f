/**
 * Where the bytes of znodes live: packed into slabs instead of one typed array per znode. A small Uint8Array costs some
 * 600 bytes around its content (Node 24); a cell here costs the rounding up to its size class. No garbage collector
 * looks inside, so a million znodes do not lengthen its pauses.
 *
 *   address, in units of 16 bytes:   slab number (15 bits) | unit in the slab (16 bits)
 *   a slab holds cells of one size class; a freed cell is given to the next value of its class
 *   values above 16 KiB have a slab of their own, named by a negative address
 */
import { copyBytes } from '@quoll/bytes'

const UNIT_BYTES = 16
const CELL_UNITS_MAX = 1024
const SLAB_BYTES_MIN = 4096
const SLAB_BYTES_MAX = 1024 * 1024
const SLAB_SHIFT = 16

/** Cell sizes in units, each at most a quarter above the one before. */
const CLASS_UNITS: readonly number[] = sizeClasses()
const CLASS_OF_UNITS: Uint8Array = classOfUnits()

/** Where a value is kept; meaningful together with its length. An empty value has no place: 0. */
export type Address = number

type Slab = { readonly bytes: Uint8Array; readonly words: DataView }
type SizeClass = { readonly free: Address[]; next: Address; end: Address; slabBytes: number }

export class ByteHeap {
  readonly #slabs: Slab[] = []
  readonly #classes: SizeClass[] = CLASS_UNITS.map(() => ({ free: [], next: 0, end: 0, slabBytes: SLAB_BYTES_MIN }))
  readonly #large: (Slab | undefined)[] = [undefined]
  readonly #freeLarge: number[] = []

  /** Room for `length` bytes, with whatever was there before. */
  allocate(length: number): Address {
    const units = unitsOf(length)
    return units > CELL_UNITS_MAX ? this.#largeCell(length) : this.#cell(CLASS_OF_UNITS[units]!)
  }

  /** Copies a value in. */
  put(value: Uint8Array): Address {
    if (value.length === 0) return 0
    const address = this.allocate(value.length)
    this.#write(address, value)
    return address
  }

  /** The same for one that lies among others: bytes `[start, start + count)` of `source`. */
  putFrom(source: DataView, start: number, count: number): Address {
    if (count === 0) return 0
    const address = this.allocate(count)
    const { words } = this.#slab(address)
    const at = offsetOf(address)
    endWithZeros(words, at, count)
    copyBytes(source, start, count, words, at)
    return address
  }

  /** Puts a value in the place of another, in the same cell where it fits. */
  replace(address: Address, length: number, value: Uint8Array): Address {
    if (address > 0 && value.length > 0) {
      const units = unitsOf(value.length)
      if (units <= CELL_UNITS_MAX && CLASS_OF_UNITS[units] === CLASS_OF_UNITS[unitsOf(length)]) {
        this.#write(address, value)
        return address
      }
    }
    this.release(address, length)
    return this.put(value)
  }

  /** Gives the cell back. */
  release(address: Address, length: number): void {
    if (address > 0) this.#classes[CLASS_OF_UNITS[unitsOf(length)]!]!.free.push(address)
    if (address < 0) {
      this.#large[-address] = undefined
      this.#freeLarge.push(-address)
    }
  }

  /** The value itself, not a copy: it changes when its cell does. */
  view(address: Address, length: number): Uint8Array {
    const at = offsetOf(address)
    return this.#slab(address).bytes.subarray(at, at + length)
  }

  /** The bytes among which a cell lies, at `offsetOf(address)`. */
  slabOf(address: Address): Uint8Array {
    return this.#slab(address).bytes
  }

  /** The same memory, for those who copy out of it. */
  wordsOf(address: Address): DataView {
    return this.#slab(address).words
  }

  /** 32 bits over the value, four bytes at a time, the same on every machine. */
  hash(address: Address, length: number): number {
    if (address === 0) return 0
    const { words } = this.#slab(address)
    const at = offsetOf(address)
    let hash = length
    for (let offset = at; offset < at + length; offset += 4) {
      hash = Math.imul(hash ^ words.getInt32(offset, true), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash | 0
  }

  #write(address: Address, value: Uint8Array): void {
    const { bytes, words } = this.#slab(address)
    const at = offsetOf(address)
    endWithZeros(words, at, value.length)
    bytes.set(value, at)
  }

  #slab(address: Address): Slab {
    return address < 0 ? this.#large[-address]! : this.#slabs[address >> SLAB_SHIFT]!
  }

  #cell(sizeClass: number): Address {
    const cells = this.#classes[sizeClass]!
    const freed = cells.free.pop()
    if (freed !== undefined) return freed
    const units = CLASS_UNITS[sizeClass]!
    if (cells.next + units > cells.end) this.#addSlab(cells, units)
    const address = cells.next
    cells.next += units
    return address
  }

  /** Slabs of a class double in size, so that a small tree stays small. Address 0 means "no value", so slab 0 starts at unit 1. */
  #addSlab(cells: SizeClass, units: number): void {
    const size = Math.max(cells.slabBytes, 4 * units * UNIT_BYTES)
    cells.slabBytes = Math.min(size * 2, SLAB_BYTES_MAX)
    const first = this.#slabs.length << SLAB_SHIFT
    cells.next = first === 0 ? 1 : first
    cells.end = first + size / UNIT_BYTES
    this.#slabs.push(newSlab(size))
  }

  #largeCell(length: number): Address {
    const slot = this.#freeLarge.pop() ?? this.#large.length
    this.#large[slot] = newSlab((length + 3) & ~3)
    return -slot
  }
}

function newSlab(size: number): Slab {
  const bytes = new Uint8Array(size)
  return { bytes, words: new DataView(bytes.buffer) }
}

/** The rest of the last word of a value must be zero, for the hash. */
function endWithZeros(words: DataView, at: number, count: number): void {
  words.setInt32(at + ((count - 1) & ~3), 0)
}

/** Where in its slab a cell begins. */
export function offsetOf(address: Address): number {
  return address < 0 ? 0 : (address & ((1 << SLAB_SHIFT) - 1)) * UNIT_BYTES
}

function unitsOf(length: number): number {
  return (length + UNIT_BYTES - 1) >>> 4
}

function sizeClasses(): readonly number[] {
  const sizes: number[] = []
  for (let units = 1; units <= CELL_UNITS_MAX; units += Math.max(1, 2 ** (Math.floor(Math.log2(units)) - 2)))
    sizes.push(units)
  return sizes
}

/** Filled range by range: searched for one by one, it alone made the optimizing compiler start, 5 MB of an idle peer. */
function classOfUnits(): Uint8Array {
  const classes = new Uint8Array(CELL_UNITS_MAX + 1)
  let from = 1
  for (const [at, units] of CLASS_UNITS.entries()) {
    classes.fill(at, from, units + 1)
    from = units + 1
  }
  return classes
}
