/**
 * Removes a file without anybody noticing. A file system takes the room of a large file back in one go, and nobody's write to that
 * disk is done meanwhile: 55 ms for 190 MB here (ext4 with `discard`). So the name goes first, and then what no name leads to any
 * more is cut off piece by piece.
 */
import * as fs from 'node:fs'
import type { Finished } from './file-system.ts'

const PIECE_BYTES = 8 * 1024 * 1024
/** Between two pieces, for those who wait. */
const PAUSE_MS = 10

/** A link is removed, not what it points to. The flag is missing on Windows. */
const OPEN_FLAGS = fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0)

/**
 * Removes the name, then calls `done`; the room follows in a while, at the latest when the process ends. A file that is
 * not there counts as removed.
 */
export function unlinkGradually(path: string, done: Finished): void {
  fs.open(path, OPEN_FLAGS, (unopened, file) => {
    fs.unlink(path, (error) => {
      done(error === null || error.code === 'ENOENT' ? undefined : error)
      if (unopened === null) release(file)
    })
  })
}

/** A file that another name leads to is somebody's, a backup perhaps, and stays whole. */
function release(file: number): void {
  fs.fstat(file, (error, stats) => {
    if (error === null && stats.nlink === 0) shorten(file, stats.size)
    else close(file)
  })
}

function shorten(file: number, size: number): void {
  const left = size - PIECE_BYTES
  if (left <= 0) {
    close(file)
    return
  }
  fs.ftruncate(file, left, (error) => {
    if (error === null) setTimeout(() => shorten(file, left), PAUSE_MS).unref()
    else close(file)
  })
}

/** What went wrong by now harms nobody: the name is gone, and the room is given back with the file's number at the latest. */
function close(file: number): void {
  fs.close(file, () => {})
}
