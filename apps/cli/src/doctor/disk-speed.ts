/** How quick the disk is at what a peer does all the time: small writes, each synced; and large ones now and then. */
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type DiskSpeed = {
  /** Milliseconds of one small write and its sync. */
  readonly syncMs: { readonly p50: number; readonly p99: number; readonly max: number; readonly count: number }
  /** Bytes per second of a large write, its sync included. */
  readonly bytesPerSecond: number
}

const FILE_BYTES = 4 * 1024 * 1024
const WRITE_BYTES = 4096
const SYNCS_MAX = 400
const TIME_MS = 1500
/** Runs that are not counted: the first ones also write metadata. */
const WARM_UP = 5

/** Writes a file of 4 MiB into the directory, and removes it. Takes some two seconds. @throws Error of the system */
export function measureDisk(directory: string): DiskSpeed {
  // Whatever ends so is removed by the next start, should we not get to it.
  const path = join(directory, `doctor.${process.pid}.tmp`)
  const file = openSync(path, 'wx')
  try {
    const started = performance.now()
    for (let at = 0; at < FILE_BYTES; at += 1024 * 1024) writeSync(file, Buffer.alloc(1024 * 1024), 0, 1024 * 1024, at)
    fdatasyncSync(file)
    const bytesPerSecond = FILE_BYTES / ((performance.now() - started) / 1000)
    return { syncMs: percentiles(smallSyncs(file)), bytesPerSecond }
  } finally {
    closeSync(file)
    unlinkSync(path)
  }
}

function smallSyncs(file: number): number[] {
  const block = Buffer.alloc(WRITE_BYTES, 1)
  const times: number[] = []
  const end = performance.now() + TIME_MS
  for (let i = 0; i < SYNCS_MAX + WARM_UP && performance.now() < end; i++) {
    const before = performance.now()
    writeSync(file, block, 0, block.length, (i * WRITE_BYTES) % FILE_BYTES)
    fdatasyncSync(file)
    if (i >= WARM_UP || times.length === 0) times.push(performance.now() - before)
  }
  return times
}

function percentiles(times: readonly number[]): DiskSpeed['syncMs'] {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0, count: sorted.length }
}
