/**
 * A file seen through one piece of memory that moves along it. Reading costs little; memory that was never used before
 * costs some twenty times as much, page by page, and stays with the process when it is a whole segment.
 */
import type { FileSystem } from './file-system.ts'

export const WINDOW_BYTES: number = 256 * 1024

export type ReadableFiles = Pick<FileSystem, 'size' | 'read'>

export class FileWindow {
  readonly path: string
  /** Bytes in the file. */
  readonly size: number
  readonly #fileSystem: ReadableFiles
  #room = new Uint8Array(WINDOW_BYTES)
  #bytes = this.#room.subarray(0, 0)
  #from = 0

  constructor(fileSystem: ReadableFiles, path: string) {
    this.#fileSystem = fileSystem
    this.path = path
    this.size = fileSystem.size(path) ?? 0
  }

  /** `length` bytes from `at`, fewer only where the file ends. Good until the next call. */
  take(at: number, length: number): Uint8Array {
    const end = Math.max(at, Math.min(at + length, this.size))
    if (at < this.#from || end > this.#from + this.#bytes.length) this.#move(at, end - at)
    return this.#bytes.subarray(at - this.#from, end - this.#from)
  }

  #move(at: number, needed: number): void {
    if (needed > this.#room.length) this.#room = new Uint8Array(needed)
    this.#bytes = this.#fileSystem.read(this.path, at, this.#room.length, this.#room)
    this.#from = at
  }
}
