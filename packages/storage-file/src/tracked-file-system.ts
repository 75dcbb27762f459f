/**
 * A file system that knows what is under way and what is open: whoever closes waits until the disk has answered
 * everything, and then leaves no file open.
 */
import type { Done, FileSystem, Finished, Lock, OpenFile, OpenMode } from './file-system.ts'

export class TrackedFileSystem implements FileSystem {
  #underWay = 0
  #idle: (() => void) | undefined
  readonly #files = new Set<OpenFile>()
  readonly #inner: FileSystem

  constructor(inner: FileSystem) {
    this.#inner = inner
  }

  /** Waits until nothing is under way, closes every file that is still open, then calls `done`. Nobody begins anything new by then. */
  closeAll(done: () => void): void {
    if (this.#underWay > 0) {
      this.#idle = () => this.closeAll(done)
      return
    }
    const [file] = this.#files
    if (file === undefined) done()
    else {
      this.#files.delete(file)
      file.close(() => this.closeAll(done))
    }
  }

  makeDirectory(path: string): void {
    this.#inner.makeDirectory(path)
  }

  list(path: string): string[] {
    return this.#inner.list(path)
  }

  size(path: string): number | undefined {
    return this.#inner.size(path)
  }

  read(path: string, position: number, length: number, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return this.#inner.read(path, position, length, room)
  }

  syncNow(path: string): void {
    this.#inner.syncNow(path)
  }

  lock(directory: string): Lock {
    return this.#inner.lock(directory)
  }

  soon(turn: () => void): void {
    this.#inner.soon(turn)
  }

  later(turn: () => void, delayMs: number): void {
    this.#inner.later(turn, delayMs)
  }

  rename(from: string, to: string, done: Finished): void {
    this.#inner.rename(from, to, this.#tracked(done))
  }

  unlink(path: string, done: Finished): void {
    this.#inner.unlink(path, this.#tracked(done))
  }

  syncDirectory(path: string, done: Finished): void {
    this.#inner.syncDirectory(path, this.#tracked(done))
  }

  open(path: string, mode: OpenMode, done: Done<OpenFile>): void {
    const opened: Done<OpenFile> = (error, file) => done(error, file && this.#trackedFile(file))
    this.#inner.open(path, mode, this.#trackedValue(opened))
  }

  #trackedFile(file: OpenFile): OpenFile {
    this.#files.add(file)
    return {
      write: (parts, position, done) => file.write(parts, position, this.#tracked(done)),
      read: (position, length, done, room) => file.read(position, length, this.#trackedValue(done), room),
      sync: (done) => file.sync(this.#tracked(done)),
      close: (done) => {
        this.#files.delete(file)
        file.close(this.#tracked(done))
      },
    }
  }

  #tracked(done: Finished): Finished {
    this.#underWay++
    return (error) => {
      done(error)
      this.#ended()
    }
  }

  #trackedValue<T>(done: Done<T>): Done<T> {
    this.#underWay++
    return (error, value) => {
      done(error, value)
      this.#ended()
    }
  }

  #ended(): void {
    this.#underWay--
    if (this.#underWay > 0 || this.#idle === undefined) return
    const idle = this.#idle
    this.#idle = undefined
    idle()
  }
}
