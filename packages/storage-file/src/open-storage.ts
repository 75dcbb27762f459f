/** START HERE: opens a directory, recovers what is in it, and gives the storage that a peer runs on. */
import { assert } from '@quoll/core'
import type { Storage } from '@quoll/peer'
import { DiskFailedError } from './errors.ts'
import { FileStorage } from './file-storage.ts'
import type { FileSystem, Lock } from './file-system.ts'
import { EPOCH_FILE, type Layout } from './layout.ts'
import { DEFAULT_STORAGE_LIMITS, type StorageOptions } from './options.ts'
import { type FoundDirectory, readDirectory } from './recovery.ts'

/**
 * Reads the whole directory before it returns, and changes nothing in it except for the lock; repairs begin with `start`.
 *
 * @throws DirectoryInUseError when another process has the directory open
 * @throws UnknownFormatError when another version wrote it
 * @throws CorruptLogError when something that was acknowledged is damaged or missing
 * @throws CorruptEpochsError when the promises of this peer cannot be read
 * @throws DiskFailedError when what was found cannot be made durable
 */
export function openStorage(options: StorageOptions): Storage {
  const { fileSystem, directory, allowEmpty = false, now, random } = options
  const limits = { ...DEFAULT_STORAGE_LIMITS, ...options.limits }
  assert(limits.snapshotsKept >= 1, 'at least one snapshot is kept')
  assert(limits.segmentBytesMin >= 4096 && limits.segmentBytesMin <= limits.segmentBytesMax, 'segments have a size')
  const layout: Layout = { directory, logDirectory: options.logDirectory ?? `${directory}/log` }
  fileSystem.makeDirectory(layout.directory)
  fileSystem.makeDirectory(layout.logDirectory)
  const lock = lockAll(fileSystem, new Set([directory, options.logDirectory ?? directory]))
  try {
    const found = readDirectory({ fileSystem, layout, allowEmpty, random })
    if (!found.fresh) makeDurable(fileSystem, layout, found)
    return new FileStorage({ fileSystem, layout, limits, now, lock }, found)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * What was found counts as durable from now on, so it is made so: the process before may have died between a write and its
 * sync, and the peer answers for what it read before it writes anything itself.
 */
function makeDurable(fileSystem: FileSystem, layout: Layout, found: FoundDirectory): void {
  const { log, recovered, snapshots } = found
  const snapshot = snapshots.find(({ zxid }) => zxid === recovered.base)
  const files = [`${layout.directory}/${EPOCH_FILE}`, log.segments.at(-1)?.path, snapshot?.path]
  for (const path of [...files, layout.logDirectory, layout.directory]) {
    if (path !== undefined) syncNow(fileSystem, path)
  }
}

function syncNow(fileSystem: FileSystem, path: string): void {
  try {
    fileSystem.syncNow(path)
  } catch (error) {
    throw error instanceof Error ? new DiskFailedError(`sync ${path}`, error) : error
  }
}

/** A log on a disk of its own needs a lock of its own: two peers may share that disk by mistake. */
function lockAll(fileSystem: FileSystem, directories: ReadonlySet<string>): Lock {
  const locks: Lock[] = []
  const release = () => {
    for (const lock of locks) lock.release()
  }
  try {
    for (const directory of directories) locks.push(fileSystem.lock(directory))
  } catch (error) {
    release()
    throw error
  }
  return { release }
}
