/** The real disk, through node:fs with callbacks: no promise is made on the way of a transaction. */
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { lockDirectory } from './directory-lock.ts'
import type { Done, FileSystem, Finished, OpenFile, OpenMode } from './file-system.ts'
import { GradualUnlink } from './gradual-unlink.ts'

export function nodeFileSystem(): FileSystem {
  const gradual = new GradualUnlink()
  return {
    makeDirectory,
    list: (path) => (fs.existsSync(path) ? fs.readdirSync(path).sort() : []),
    size: (path) => fs.statSync(path, { throwIfNoEntry: false })?.size,
    read: readSync,
    syncNow,
    lock: lockDirectory,
    open,
    rename: (from, to, done) => fs.rename(from, to, finished(done)),
    unlink: (path, done) => gradual.unlink(path, done),
    syncDirectory,
    soon: (turn) => process.nextTick(turn),
    later: (turn, delayMs) => {
      setTimeout(turn, delayMs).unref()
    },
  }
}

/** A new directory is durable once the one above it is. */
function makeDirectory(path: string): void {
  const first = fs.mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let above = dirname(path); above.length >= dirname(first).length; above = dirname(above)) {
    const directory = fs.openSync(above, 'r')
    fs.fsyncSync(directory)
    fs.closeSync(directory)
    if (above === dirname(above)) return
  }
}

function readSync(
  path: string,
  position: number,
  length: number,
  room?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const file = fs.openSync(path, 'r')
  try {
    const there = Math.min(length, Math.max(0, fs.fstatSync(file).size - position))
    const bytes = room?.subarray(0, there) ?? new Uint8Array(there)
    let at = 0
    while (at < bytes.length) {
      const read = fs.readSync(file, bytes, at, bytes.length - at, position + at)
      if (read === 0) break
      at += read
    }
    return bytes.subarray(0, at)
  } finally {
    fs.closeSync(file)
  }
}

function syncNow(path: string): void {
  const file = fs.openSync(path, fs.statSync(path).isDirectory() ? 'r' : 'r+')
  try {
    fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
}

/**
 * On Linux the kernel writes through (O_DSYNC): write and sync are one system call and one trip through the thread pool
 * instead of two. Elsewhere that flag is missing, or leaves the bytes in the memory of the drive, as on macOS.
 */
const WRITES_THROUGH = process.platform === 'linux'

function open(path: string, mode: OpenMode, done: Done<OpenFile>): void {
  const through = mode === 'write-through'
  const { O_RDWR, O_DSYNC } = fs.constants
  const flags = mode === 'create' ? 'wx+' : through && WRITES_THROUGH ? O_RDWR | O_DSYNC : 'r+'
  fs.open(path, flags, (error, file) => {
    if (error !== null) done(error, undefined)
    else done(undefined, through && !WRITES_THROUGH ? syncing(openFile(file)) : openFile(file))
  })
}

/** Writes through where the kernel does not. */
function syncing(file: OpenFile): OpenFile {
  return {
    ...file,
    write: (parts, position, done) =>
      file.write(parts, position, (error) => (error === undefined ? file.sync(done) : done(error))),
  }
}

function openFile(file: number): OpenFile {
  return {
    write: (parts, position, done) => {
      const [only] = parts
      if (parts.length === 1 && only !== undefined) writeAll(file, only, position, done)
      else writeParts(file, parts, position, done)
    },
    read: (position, length, done, room) =>
      readAll(file, room?.subarray(0, length) ?? new Uint8Array(length), 0, position, done),
    sync: (done) => fs.fdatasync(file, finished(done)),
    close: (done) => fs.close(file, finished(done)),
  }
}

/** The operating system may give less than was asked for: the file ends only where it gives nothing. */
function readAll(file: number, into: Uint8Array, at: number, position: number, done: Done<Uint8Array>): void {
  fs.read(file, into, at, into.length - at, position + at, (error, read) => {
    if (error !== null) done(error, undefined)
    else if (read === 0 || at + read === into.length) done(undefined, into.subarray(0, at + read))
    else readAll(file, into, at + read, position, done)
  })
}

/** The operating system may take less than it was given: the rest goes in a further call. */
function writeAll(file: number, bytes: Uint8Array, position: number, done: Finished): void {
  fs.write(file, bytes, 0, bytes.length, position, (error, written) => {
    if (error !== null) done(error)
    else if (written === bytes.length) done(undefined)
    else writeAll(file, bytes.subarray(written), position + written, done)
  })
}

function writeParts(file: number, parts: readonly Uint8Array[], position: number, done: Finished): void {
  fs.writev(file, parts, position, (error, written) => {
    if (error !== null) return done(error)
    const rest = withoutFirst(parts, written)
    if (rest.length === 0) done(undefined)
    else writeParts(file, rest, position + written, done)
  })
}

function withoutFirst(parts: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes
  return parts.flatMap((part) => {
    const skipped = Math.min(skip, part.length)
    skip -= skipped
    return skipped === part.length ? [] : [part.subarray(skipped)]
  })
}

function syncDirectory(path: string, done: Finished): void {
  fs.open(path, 'r', (error, directory) => {
    if (error !== null) return done(error)
    fs.fsync(directory, (failed) => fs.close(directory, () => done(failed ?? undefined)))
  })
}

function finished(done: Finished): (error: Error | null) => void {
  return (error) => done(error ?? undefined)
}
