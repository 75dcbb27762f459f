/** A simulated disk under a seed, with the storages of one peer on it. */
import type { Storage } from '@quoll/peer'
import { openStorage, type StorageLimits, type StorageOptions } from '../src/index.ts'
import { type SimulatedDiskOptions, SimulatedFileSystem, TurnQueue } from '../src/testing/index.ts'

export const DIRECTORY = '/data'

/** Tiny, so that a few transactions fill a segment. */
export const SMALL: StorageLimits = {
  segmentBytesMin: 4096,
  segmentBytesMax: 8192,
  recordBytesMax: 2048,
  snapshotsKept: 2,
}

export type SimulatedDisk = {
  readonly disk: SimulatedFileSystem
  readonly turns: TurnQueue
  open(options?: Partial<StorageOptions>): Storage
}

export function simulatedDisk(options: Partial<SimulatedDiskOptions> = {}, seed = 1): SimulatedDisk {
  const turns = new TurnQueue()
  const random = randomFrom(seed)
  const disk = new SimulatedFileSystem({ schedule: turns.schedule, random, ...options })
  return { disk, turns, open: (more) => openOn(disk, turns, more) }
}

export function openOn(disk: SimulatedFileSystem, turns: TurnQueue, options: Partial<StorageOptions> = {}): Storage {
  return openStorage({
    fileSystem: disk,
    directory: DIRECTORY,
    limits: SMALL,
    allowEmpty: true,
    now: () => turns.now(),
    random: () => 0.5,
    ...options,
  })
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
