/**
 * Writes one snapshot into a temporary file: what piles up while a write is under way leaves with the next one, and every
 * few megabytes are synced, so that a log sync beside it never waits for the whole file. Finished means written, synced
 * and read back; where the file then goes is the caller's business.
 */
import { assert, type Zxid } from '@quoll/core'
import type { SnapshotSink } from '@quoll/peer'
import type { FailStop } from './fail-stop.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { footerBytes, pieceHeader, type SnapshotOrigin, snapshotHeaderBytes } from './snapshot-format.ts'
import { verifyOpenSnapshot } from './snapshot-verification.ts'

const SYNC_EVERY_BYTES = 8 * 1024 * 1024
const FIRST_BYTES = 256 * 1024
/** Larger than any batch that a peer sends, far smaller than what the length word holds. */
const PIECE_BYTES_MAX = 256 * 1024 * 1024

export type WrittenSnapshot = {
  readonly zxid: Zxid
  readonly origin: SnapshotOrigin
  readonly path: string
  readonly bytes: number
}

export type SnapshotWriterOptions = {
  readonly fileSystem: FileSystem
  readonly failStop: FailStop
  readonly path: string
  readonly zxid: Zxid
  readonly origin: SnapshotOrigin
  /** Takes the verified file and calls `placed` when it is where it belongs. */
  readonly place: (written: WrittenSnapshot, placed: () => void) => void
  /** The file is closed, and will not be touched again. */
  readonly onEnd: () => void
}

export class SnapshotWriter implements SnapshotSink {
  readonly #options: SnapshotWriterOptions
  #file: OpenFile | undefined
  /** What waits for the disk, copied: one buffer fills up while the other is written, so a snapshot needs no others. */
  #filling = new Uint8Array(FIRST_BYTES)
  #filled = 0
  #spare = new Uint8Array(0)
  #queued = 0
  #written = 0
  #unsynced = 0
  #pieces = 0
  #pieceBytes = 0
  #crc = 0
  #busy = true
  #done: (() => void) | undefined
  #state: 'open' | 'finishing' | 'placing' | 'aborted' = 'open'

  constructor(options: SnapshotWriterOptions) {
    this.#options = options
    this.#add(snapshotHeaderBytes(options))
    const opened = options.failStop.afterValue<OpenFile>(`create ${options.path}`, (file) => {
      this.#file = file
      this.#next()
    })
    options.fileSystem.open(options.path, 'create', opened)
  }

  write(chunk: Uint8Array): void {
    assert(this.#state === 'open' || this.#state === 'aborted', 'a finished snapshot takes no more')
    assert(chunk.length <= PIECE_BYTES_MAX, 'a snapshot is written in pieces of moderate size')
    if (this.#state === 'aborted') return
    const header = pieceHeader(chunk, this.#crc)
    this.#crc = header.crc
    this.#pieces++
    this.#pieceBytes += chunk.length
    this.#add(header.bytes)
    this.#add(chunk)
    this.#kick()
  }

  queuedBytes(): number {
    return this.#queued
  }

  finish(done: () => void): void {
    assert(this.#state === 'open' || this.#state === 'aborted', 'a snapshot is finished once')
    if (this.#state === 'aborted') return
    this.#state = 'finishing'
    this.#done = done
    this.#add(footerBytes({ pieces: this.#pieces, bytes: this.#pieceBytes, crc: this.#crc }))
    this.#kick()
  }

  /** Drops what was written. A file that is already on its way to its place gets there, but nobody is told. */
  abort(): void {
    this.#done = undefined
    if (this.#state === 'placing' || this.#state === 'aborted') return
    this.#state = 'aborted'
    this.#filled = 0
    this.#queued = 0
    this.#kick()
  }

  /** The storage closes: what its writer has not finished by now is dropped. */
  abortUnfinished(): void {
    if (this.#state === 'open') this.abort()
  }

  #kick(): void {
    if (this.#busy) return
    this.#busy = true
    this.#next()
  }

  /** The one place that decides what the file does next. */
  #next(): void {
    const file = this.#file!
    if (this.#state === 'aborted') this.#discard(file)
    else if (this.#unsynced >= SYNC_EVERY_BYTES || (this.#isWritten && this.#unsynced > 0)) this.#sync(file)
    else if (this.#filled > 0) this.#writeFilled(file)
    else if (this.#isWritten) this.#verify(file)
    else this.#busy = false
  }

  get #isWritten(): boolean {
    return this.#state === 'finishing' && this.#filled === 0
  }

  #add(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length
    if (needed > this.#filling.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#filling.length))
      larger.set(this.#filling.subarray(0, this.#filled))
      this.#filling = larger
    }
    this.#filling.set(bytes, this.#filled)
    this.#filled = needed
    this.#queued += bytes.length
  }

  #writeFilled(file: OpenFile): void {
    const full = this.#filling
    const bytes = this.#filled
    this.#filling = this.#spare
    this.#filled = 0
    const written = this.#options.failStop.after(`write ${this.#options.path}`, () => {
      this.#written += bytes
      this.#unsynced += bytes
      this.#queued -= bytes
      this.#spare = full
      this.#next()
    })
    file.write([full.subarray(0, bytes)], this.#written, written)
  }

  #sync(file: OpenFile): void {
    const synced = this.#options.failStop.after(`sync ${this.#options.path}`, () => {
      this.#unsynced = 0
      this.#next()
    })
    file.sync(synced)
  }

  #verify(file: OpenFile): void {
    const { failStop, path, zxid, origin } = this.#options
    verifyOpenSnapshot(file, path, failStop, (isWhole) => {
      if (this.#state === 'aborted') return this.#discard(file)
      if (!isWhole) return failStop.fail(new Error(`${path} reads back other than it was written: check the disk`))
      this.#state = 'placing'
      const closed = failStop.after(`close ${path}`, () => {
        this.#options.place({ zxid, origin, path, bytes: this.#written }, () => {
          this.#options.onEnd()
          this.#done?.()
        })
      })
      file.close(closed)
    })
  }

  #discard(file: OpenFile): void {
    const { failStop, fileSystem, path } = this.#options
    const unlinked = failStop.after(`remove ${path}`, () => this.#options.onEnd())
    file.close(failStop.after(`close ${path}`, () => fileSystem.unlink(path, unlinked)))
  }
}
