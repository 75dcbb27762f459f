/**
 * The snapshots of a directory while the storage runs: those being written, the one that is staged, those in place. A
 * snapshot of our own is put in place once the log is durable up to where it was taken; a staged one only by an install.
 */
import type { Zxid } from '@quoll/core'
import type { SnapshotSink } from '@quoll/peer'
import { snapshotName, TEMPORARY_SUFFIX } from './layout.ts'
import type { FoundDirectory } from './recovery.ts'
import { type KnownSnapshot, type RetentionOptions, SnapshotRetention } from './snapshot-retention.ts'
import { SnapshotWriter, type WrittenSnapshot } from './snapshot-writer.ts'

export type SnapshotFilesOptions = RetentionOptions & {
  /** Calls back when everything written to the log so far is durable. */
  readonly whenDurable: (reached: () => void) => void
}

export class SnapshotFiles {
  readonly #options: SnapshotFilesOptions
  readonly #retention: SnapshotRetention
  readonly #writers = new Set<SnapshotWriter>()
  #number: number
  #staging: SnapshotWriter | undefined
  #staged: WrittenSnapshot | undefined
  #whenWritten: (() => void) | undefined

  constructor(options: SnapshotFilesOptions, found: FoundDirectory) {
    this.#options = options
    this.#number = found.temporaryNumber
    this.#retention = new SnapshotRetention(options, found.log.history.floor, found.snapshots)
  }

  /** The newest snapshot in place. */
  get newest(): KnownSnapshot | undefined {
    return this.#retention.newest
  }

  get isWriting(): boolean {
    return this.#writers.size > 0
  }

  /** Calls back at the next moment when no snapshot is being written. */
  whenWritten(written: () => void): void {
    this.#whenWritten = written
  }

  save(zxid: Zxid): SnapshotSink {
    const place = (written: WrittenSnapshot, placed: () => void) =>
      this.#options.whenDurable(() =>
        this.place(written, () => {
          this.#retention.add({ ...written, path: this.#pathOf(zxid), verified: true })
          placed()
        }),
      )
    return this.#writer(zxid, 'saved', place)
  }

  stage(zxid: Zxid): SnapshotSink {
    this.#staging?.abort()
    this.#dropStaged()
    const writer = this.#writer(zxid, 'installed', (written, placed) => {
      this.#staged = written
      // A newer one began while this file was being closed: it came too late.
      if (this.#staging !== writer) this.#dropStaged()
      placed()
    })
    this.#staging = writer
    return writer
  }

  /** The finished staged snapshot at `zxid`, which from now on belongs to the caller. */
  takeStaged(zxid: Zxid): WrittenSnapshot | undefined {
    const staged = this.#staged
    if (staged?.zxid !== zxid) return undefined
    this.#staged = undefined
    return staged
  }

  /** Renames a finished snapshot to its name, durably. */
  place(written: WrittenSnapshot, done: () => void): void {
    const { fileSystem, failStop, layout } = this.#options
    const path = this.#pathOf(written.zxid)
    const synced = failStop.after(`sync ${layout.directory}`, done)
    const renamed = failStop.after(`rename ${path}`, () => fileSystem.syncDirectory(layout.directory, synced))
    fileSystem.rename(written.path, path, renamed)
  }

  /** The log says durably that this snapshot is its base. */
  installed(written: WrittenSnapshot): void {
    this.#retention.install({ ...written, path: this.#pathOf(written.zxid), verified: true })
  }

  /** Begins to remove what is not needed any more. */
  retire(): void {
    this.#retention.run()
  }

  abortUnfinished(): void {
    for (const writer of this.#writers) writer.abortUnfinished()
  }

  #writer(zxid: Zxid, origin: 'saved' | 'installed', place: SnapshotWriterPlace): SnapshotWriter {
    const { fileSystem, failStop, layout } = this.#options
    const path = `${layout.directory}/snapshot.${this.#number++}${TEMPORARY_SUFFIX}`
    const onEnd = () => {
      this.#writers.delete(writer)
      if (this.isWriting) return
      const written = this.#whenWritten
      this.#whenWritten = undefined
      written?.()
    }
    const writer: SnapshotWriter = new SnapshotWriter({ fileSystem, failStop, path, zxid, origin, place, onEnd })
    this.#writers.add(writer)
    return writer
  }

  #dropStaged(): void {
    if (this.#staged === undefined) return
    const { fileSystem, failStop } = this.#options
    const { path } = this.#staged
    this.#staged = undefined
    fileSystem.unlink(
      path,
      failStop.after(`remove ${path}`, () => {}),
    )
  }

  #pathOf(zxid: Zxid): string {
    return `${this.#options.layout.directory}/${snapshotName(zxid)}`
  }
}

type SnapshotWriterPlace = (written: WrittenSnapshot, placed: () => void) => void
