import type { DurableState, DurableWrite, TxnBatch, WriteId, Zxid } from '@quoll/core'

/**
 * What survives a crash. Already open and recovered when a peer gets it. Nothing here blocks and nothing awaits:
 * completions come back through the listener, each from a turn of its own, never from inside the call that began it.
 */
export type Storage = {
  /** What was found on the disk. Its log and its snapshot are read from there as they are asked for, before `start`. */
  readonly recovered: Recovered
  start(listener: StorageListener): void
  /** Takes a write; it becomes durable in the order of the ids. One sync is in flight at a time, everything that arrives meanwhile shares the next. */
  write(id: WriteId, write: DurableWrite): void
  /** Begins a snapshot of our own committed state at `zxid`. Complete and durable, it lets older snapshots and log be retired. */
  saveSnapshot(zxid: Zxid): SnapshotSink
  /** Begins to stage a snapshot received from a leader; `install-snapshot` makes it the base. At most one is staged: a new one replaces it. */
  stageSnapshot(zxid: Zxid): SnapshotSink
  readonly stats: StorageStats
  /** Finishes what is under way and closes; `done` comes last. */
  close(done: () => void): void
}

export type Recovered = Omit<DurableState, 'log'> & {
  /** The log above `zxid`, which lies between `base` and `committed`. Each batch has memory of its own, and may be kept. */
  logAbove(zxid: Zxid): Iterable<TxnBatch>
  /**
   * Contents of the snapshot at `base`, in the pieces it was written in, each good until the next is asked for; undefined
   * when `base` is zero.
   */
  readonly snapshot: Iterable<Uint8Array> | undefined
  /** One sentence per thing that was repaired or noticed at start (a torn tail cut, an old file retired). */
  readonly notes: readonly string[]
}

export type StorageListener = {
  /** All writes with ids up to `upTo` are durable. */
  onPersisted(upTo: WriteId): void
  /** The disk failed; nothing more will be persisted. The peer must stop (fsync errors are never retried). */
  onFailed(error: Error): void
}

export type SnapshotSink = {
  /** Copies the chunk. */
  write(chunk: Uint8Array): void
  /** Bytes accepted but not yet written: pause above a limit of your own. */
  queuedBytes(): number
  /** `done` when the snapshot is verified, synced and in its place. */
  finish(done: () => void): void
  abort(): void
}

export type StorageStats = {
  /** Syncs so far, and the duration of the last ones: milliseconds, newest last, at most 1024. */
  readonly syncs: number
  readonly syncMs: readonly number[]
  readonly logBytes: number
  readonly snapshotZxid: Zxid
  readonly snapshotBytes: number
}
