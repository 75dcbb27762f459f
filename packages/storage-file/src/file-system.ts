/**
 * What this package needs of an operating system, and nothing more: so that the simulator can run the real log on a
 * disk that tears writes and forgets directories. Opening is synchronous, because nothing else runs yet; everything
 * after that calls back, always from a turn of its own.
 */
export type FileSystem = {
  // ── while opening: synchronous, may throw ──
  /** Makes `path` and what is missing above it, durably. */
  makeDirectory(path: string): void
  /** Names of the files in a directory, sorted; empty when there is no such directory. */
  list(path: string): string[]
  /** Bytes in the file; undefined when there is none. */
  size(path: string): number | undefined
  /** Up to `length` bytes from `position`: fewer only where the file ends. In `room`, if given, which is long enough. */
  read(path: string, position: number, length: number, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
  /**
   * Makes a file, or the names in a directory, durable. A process that died may have left writes in the memory of the
   * operating system: they can be read, and are gone with the next loss of power.
   */
  syncNow(path: string): void
  /** Keeps every other process out of a directory until `release`. @throws DirectoryInUseError */
  lock(directory: string): Lock

  // ── afterwards: called back ──
  open(path: string, mode: OpenMode, done: Done<OpenFile>): void
  /** Replaces `to` when it is there. */
  rename(from: string, to: string, done: Finished): void
  /** A file that is not there counts as unlinked. The name goes at once; the room of a large file may follow little by little. */
  unlink(path: string, done: Finished): void
  /** Makes creations, renames and removals in the directory durable. */
  syncDirectory(path: string, done: Finished): void
  /** Calls `turn` once, as soon as whoever is running now has returned to the event loop. */
  soon(turn: () => void): void
  /** Calls `turn` once, after about `delayMs`; never, if nothing else keeps the process alive. */
  later(turn: () => void, delayMs: number): void
}

/**
 * `create` refuses a file that is there; the others refuse one that is not. `write-through`: a write is done when it is
 * durable, as if a sync followed, but the disk is asked once instead of twice.
 */
export type OpenMode = 'create' | 'write' | 'write-through'

/** One open file. At most one operation is under way at a time, except that reads may overlap. */
export type OpenFile = {
  /** Writes all of `parts`, one after the other, from `position` on. The bytes must not change until `done`. */
  write(parts: readonly Uint8Array[], position: number, done: Finished): void
  /** Up to `length` bytes: fewer only where the file ends. In `room`, if given, which is long enough. */
  read(position: number, length: number, done: Done<Uint8Array>, room?: Uint8Array): void
  /** Everything written before is durable (fdatasync). */
  sync(done: Finished): void
  close(done: Finished): void
}

export type Lock = { release(): void }

export type Finished = (error: Error | undefined) => void

export type Done<T> = (error: Error | undefined, value: T | undefined) => void
