/**
 * A file system whose syncs can be made slow on purpose, below the real storage: so group commit, the order of
 * acknowledgements and the times the peer measures are what a slow disk really makes of them.
 */
import type { FileSystem, Finished, OpenFile } from '@quoll/storage-file'

/** A sync the disk has finished and nobody has heard of. */
type HeldSync = { readonly endedMs: number; readonly tell: () => void; timer: NodeJS.Timeout | undefined }

export class SlowSyncs {
  #delayMs = 0
  readonly #held = new Set<HeldSync>()

  /** Holds for syncs under way, too: a shorter delay ends those that waited long enough. */
  setDelay(delayMs: number): void {
    this.#delayMs = delayMs
    for (const sync of this.#held) this.#arm(sync)
  }

  /** `inner` with slow syncs. It must be an object of functions, as the real one is, not of a class. */
  on(inner: FileSystem): FileSystem {
    return {
      ...inner,
      syncDirectory: (path, done) => inner.syncDirectory(path, this.#slow(done)),
      open: (path, mode, done) =>
        inner.open(path, mode, (error, file) => done(error, file && this.#slowFile(file, mode === 'write-through'))),
    }
  }

  /** Where a write is durable once it is done, the write is the sync. */
  #slowFile(file: OpenFile, writesThrough: boolean): OpenFile {
    return {
      ...file,
      sync: (done) => file.sync(this.#slow(done)),
      write: (parts, position, done) => file.write(parts, position, writesThrough ? this.#slow(done) : done),
    }
  }

  #slow(done: Finished): Finished {
    return (error) => {
      if (this.#delayMs === 0) done(error)
      else this.#arm({ endedMs: performance.now(), tell: () => done(error), timer: undefined })
    }
  }

  #arm(sync: HeldSync): void {
    clearTimeout(sync.timer)
    this.#held.add(sync)
    const inMs = sync.endedMs + this.#delayMs - performance.now()
    sync.timer = setTimeout(
      () => {
        this.#held.delete(sync)
        sync.tell()
      },
      Math.max(0, Math.ceil(inMs)),
    )
  }
}
