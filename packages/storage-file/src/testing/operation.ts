/** What can be asked of the simulated disk, and how it answers. */

/** One request to the disk, numbered from 1 in the order they were made. */
export type Operation = {
  readonly number: number
  readonly kind: 'open' | 'write' | 'read' | 'sync' | 'close' | 'rename' | 'unlink' | 'sync-directory'
  readonly path: string
  /** Bytes written or read; zero for the rest. */
  readonly bytes: number
}

export type SimulatedDiskOptions = {
  /** Calls `turn` after `delayMs`. The one source of time: the disk has no timers of its own. */
  readonly schedule: (turn: () => void, delayMs: number) => void
  /** In [0, 1): decides what a crash keeps. The one source of chance. */
  readonly random: () => number
  /** Default: no time at all, but a turn of its own. */
  readonly latencyMs?: (operation: Operation) => number
  /** Bytes in all files together; a write beyond them fails with ENOSPC. Default: no end. */
  readonly capacityBytes?: number
  /** Asked before every operation; an error makes it fail without effect. */
  readonly fault?: (operation: Operation) => Error | undefined
}
