/** The public face of the storage on files. Nothing in here imports this file. */

export type { Entry } from './entry.ts'
export {
  CorruptEpochsError,
  CorruptLogError,
  DirectoryInUseError,
  DiskFailedError,
  UnknownFormatError,
} from './errors.ts'
export type { Done, FileSystem, Finished, Lock, OpenFile } from './file-system.ts'
export { type InspectedDirectory, type InspectedSnapshot, inspectDirectory } from './inspection/inspect-directory.ts'
export { type InspectedSegment, readLogSegments } from './inspection/read-log.ts'
export { nodeFileSystem } from './node-file-system.ts'
export { openStorage } from './open-storage.ts'
export { DEFAULT_STORAGE_LIMITS, type StorageLimits, type StorageOptions } from './options.ts'
export { readSnapshot } from './snapshot-reader.ts'
