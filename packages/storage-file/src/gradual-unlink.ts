/**
 * Removes a file without anybody noticing. A file system takes the room of a large file back in one go, and nobody's write to that
 * disk is done meanwhile: 55 ms for 190 MB here (ext4 with `discard`). So the name goes first, and then what no name leads to any
 * more is cut off piece by piece, one file after the other.
 */
import * as fs from 'node:fs'
import type { Finished } from './file-system.ts'

const PIECE_BYTES = 8 * 1024 * 1024
/** Between two pieces, for those who wait. */
const PAUSE_MS = 10
/** Files without a name that are kept open at a time. What comes on top of that gives its room back in one go. */
const WAITING_MAX = 16

/** A link is removed, not what it points to. The flag is missing on Windows. */
const OPEN_FLAGS = fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0)

export class GradualUnlink {
  /** The first is being shortened. */
  readonly #waiting: number[] = []

  /**
   * Removes the name, then calls `done`; the room follows in a while, at the latest when the process ends. A file that is
   * not there counts as removed.
   */
  unlink(path: string, done: Finished): void {
    fs.open(path, OPEN_FLAGS, (unopened, file) => {
      fs.unlink(path, (error) => {
        done(error === null || error.code === 'ENOENT' ? undefined : error)
        if (unopened === null) this.#release(file)
      })
    })
  }

  #release(file: number): void {
    if (this.#waiting.length >= WAITING_MAX) {
      close(file)
      return
    }
    this.#waiting.push(file)
    if (this.#waiting.length === 1) this.#begin(file)
  }

  /** A file that another name leads to is somebody's, a backup perhaps, and stays whole. */
  #begin(file: number): void {
    fs.fstat(file, (error, stats) => this.#shorten(file, error === null && stats.nlink === 0 ? stats.size : 0))
  }

  #shorten(file: number, size: number): void {
    const left = size - PIECE_BYTES
    if (left <= 0) {
      this.#end(file)
      return
    }
    fs.ftruncate(file, left, (error) => {
      if (error === null) setTimeout(() => this.#shorten(file, left), PAUSE_MS).unref()
      else this.#end(file)
    })
  }

  #end(file: number): void {
    close(file)
    this.#waiting.shift()
    const [next] = this.#waiting
    if (next !== undefined) this.#begin(next)
  }
}

/** What went wrong by now harms nobody: the name is gone, and the room comes back when the file is closed. */
function close(file: number): void {
  fs.close(file, () => {})
}
