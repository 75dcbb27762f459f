/**
 * The contents of one simulated file, twice: as the process sees them, and as they are on the platters. What lies between
 * is the list of writes since the last sync, each of which a crash may keep, lose, or keep in part, sector by sector.
 */
import { SECTOR_BYTES } from '../sectors.ts'

type Write = { readonly position: number; readonly bytes: Uint8Array }

export class SimulatedFile {
  #seen = new Bytes()
  #durable = new Bytes()
  #unsynced: Write[] = []

  get size(): number {
    return this.#seen.size
  }

  write(parts: readonly Uint8Array[], position: number): void {
    let at = position
    for (const part of parts) {
      this.#seen.write(part, at)
      at += part.length
    }
    this.#unsynced.push({ position, bytes: this.#seen.read(position, at - position) })
  }

  read(position: number, length: number): Uint8Array<ArrayBuffer> {
    return this.#seen.read(position, length)
  }

  /** What a sync that begins now will make durable, once it is carried out. */
  beginSync(): () => void {
    const covered = new Set(this.#unsynced)
    return () => {
      for (const { position, bytes } of covered) this.#durable.write(bytes, position)
      this.#unsynced = this.#unsynced.filter((write) => !covered.has(write))
    }
  }

  crash(random: () => number): void {
    for (const write of this.#unsynced) survive(write, random, (bytes, at) => this.#durable.write(bytes, at))
    this.#unsynced = []
    this.#seen = this.#durable.copy()
  }

  flipBit(byte: number, bit: number): void {
    for (const side of [this.#seen, this.#durable]) {
      const [old] = side.read(byte, 1)
      if (old !== undefined) side.write(Uint8Array.of(old ^ (1 << bit)), byte)
    }
  }

  resize(size: number): void {
    this.#seen.resize(size)
    this.#durable.resize(size)
  }

  /** A file of its own with the same contents, all of it durable. */
  copy(): SimulatedFile {
    const copy = new SimulatedFile()
    copy.#seen = this.#seen.copy()
    copy.#durable = this.#seen.copy()
    return copy
  }
}

/** One third each: the whole write, nothing of it, or some of its sectors. */
function survive(
  { position, bytes }: Write,
  random: () => number,
  keep: (bytes: Uint8Array, at: number) => void,
): void {
  const fate = random()
  if (fate < 1 / 3) return
  if (fate < 2 / 3) {
    keep(bytes, position)
    return
  }
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + SECTOR_BYTES - ((position + at) % SECTOR_BYTES))
    if (random() < 1 / 2) keep(bytes.subarray(at, end), position + at)
    at = end
  }
}

/** Bytes that grow. */
class Bytes {
  size = 0
  #bytes = new Uint8Array(0)

  write(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, Math.min(2 * this.#bytes.length, end + 1024 * 1024)))
      grown.set(this.#bytes.subarray(0, this.size))
      this.#bytes = grown
    }
    this.#bytes.set(bytes, at)
    this.size = Math.max(this.size, end)
  }

  read(at: number, length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(at, Math.min(at + length, this.size))
  }

  resize(size: number): void {
    const bytes = new Uint8Array(size)
    bytes.set(this.read(0, size))
    this.#bytes = bytes
    this.size = size
  }

  copy(): Bytes {
    const copy = new Bytes()
    copy.#bytes = this.#bytes.slice(0, this.size)
    copy.size = this.size
    return copy
  }
}
