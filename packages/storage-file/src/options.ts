/** How a storage is opened, and how much it may take. */
import type { FileSystem } from './file-system.ts'

export type StorageLimits = {
  /** Bytes in the first segment of a log; each next one is twice as large, up to `segmentBytesMax`. */
  readonly segmentBytesMin: number
  readonly segmentBytesMax: number
  /** A record takes no further writes once it holds this many bytes; one write may be larger. */
  readonly recordBytesMax: number
  /** Verified snapshots to keep, with the log from the oldest of them on. At least 1. */
  readonly snapshotsKept: number
}

/** The log begins with 4 MiB and doubles to 64 MiB per segment: a small ensemble stays small. */
export const DEFAULT_STORAGE_LIMITS: StorageLimits = {
  segmentBytesMin: 4 * 1024 * 1024,
  segmentBytesMax: 64 * 1024 * 1024,
  recordBytesMax: 8 * 1024 * 1024,
  snapshotsKept: 3,
}

export type StorageOptions = {
  readonly fileSystem: FileSystem
  /** Snapshots and epochs. Made when missing. */
  readonly directory: string
  /** Where the log goes, if not into `log` below `directory`: another disk, say. */
  readonly logDirectory?: string
  readonly limits?: Partial<StorageLimits>
  /**
   * An empty directory is a new one: the peer may vote from the start. Without it, and without a file called `initialize`
   * in it, an empty directory may be a wiped one, and the peer learns from a leader before it votes. Default false.
   */
  readonly allowEmpty?: boolean
  /** Milliseconds on a clock that never jumps; for statistics only. */
  readonly now: () => number
  /** In [0, 1). Names a new log, so that a segment of another one is recognized. */
  readonly random: () => number
}
