/** The disk below a directory: what sort it is, how much is left, how quick it is. */
import { statfsSync } from 'node:fs'
import { bytes, duration } from '../table.ts'
import type { DiskSpeed } from './disk-speed.ts'
import { type Finding, finding, good } from './finding.ts'

export type DiskFacts = {
  readonly directory: string
  /** The kernel's number for the file system (statfs). */
  readonly type: number
  readonly totalBytes: number
  readonly freeBytes: number
  /** Undefined when it was not asked for, or could not be measured. */
  readonly speed: DiskSpeed | undefined
  /** A peer works there now, and shares the disk with the measurement. */
  readonly busy: boolean
}

/** Percentile 99 of a sync, milliseconds. */
const SLOW_MS = 25
const VERY_SLOW_MS = 250
const TOO_GOOD_MS = 0.02
const FREE_BYTES_MIN = 1024 ** 3
const FREE_SHARE_MIN = 0.05

type Kind = {
  readonly name: string
  readonly grade: 'problem' | 'warning'
  readonly means: string
  readonly next: string
}

const KINDS: ReadonlyMap<number, Kind> = new Map([
  [
    0x0102_1994,
    {
      name: 'tmpfs',
      grade: 'problem',
      means: 'That is memory: what is acknowledged there is gone with the machine.',
      next: 'Put dataDir on a disk; or be content that this is an ensemble to play with.',
    },
  ],
  [
    0x6969,
    {
      name: 'NFS',
      grade: 'warning',
      means: 'Another machine decides what a sync means there, and a network that stalls stops the peer.',
      next: 'Put dataDir on a disk of this machine.',
    },
  ],
  [
    0x794c_7630,
    {
      name: 'overlay',
      grade: 'warning',
      means: 'That is the writable layer of a container: it goes with the container.',
      next: 'Mount a volume there.',
    },
  ],
])

/** @throws Error of the system */
export function diskFacts(directory: string, speed: DiskSpeed | undefined, busy: boolean): DiskFacts {
  const { type, bsize, blocks, bavail } = statfsSync(directory)
  return { directory, type, totalBytes: bsize * blocks, freeBytes: bsize * bavail, speed, busy }
}

export function checkDisk(facts: DiskFacts): Finding[] {
  return [
    ...checkKind(facts),
    checkSpace(facts),
    ...(facts.speed === undefined ? [] : [checkSpeed(facts, facts.speed)]),
  ]
}

function checkKind({ directory, type }: DiskFacts): Finding[] {
  const kind = KINDS.get(type)
  if (kind === undefined) return []
  return [finding('disk', kind.grade, `${directory} is on ${kind.name}`, kind.means, kind.next)]
}

function checkSpace({ directory, freeBytes, totalBytes }: DiskFacts): Finding {
  const what = `${bytes(freeBytes)} of ${bytes(totalBytes)} free for ${directory}`
  if (freeBytes >= FREE_BYTES_MIN && freeBytes >= FREE_SHARE_MIN * totalBytes)
    return good(
      'disk',
      what,
      'Old logs and snapshots are retired by themselves; a small ensemble takes less than 1 GiB.',
    )
  return finding(
    'disk',
    freeBytes < FREE_BYTES_MIN / 8 ? 'problem' : 'warning',
    what,
    'A peer whose disk is full stops. What it acknowledged stays safe, and the others go on while they are a majority.',
    'Free some space, or move dataDir to a larger disk.',
  )
}

function checkSpeed({ directory, busy }: DiskFacts, { syncMs, bytesPerSecond }: DiskSpeed): Finding {
  const { p50, p99, max, count } = syncMs
  const while_ = busy ? ', while a peer works there' : ''
  const what =
    `a write of 4 KiB with its sync takes ${duration(p50)}, p99 ${duration(p99)}, max ${duration(max)} ` +
    `(${count} in ${directory}${while_}); large writes ${bytes(bytesPerSecond)}/s`
  if (p50 < TOO_GOOD_MS)
    return finding(
      'disk',
      'warning',
      what,
      'No disk is that quick: the sync may be promised and not done, as some virtual disks do.',
      'See that the host, or the controller, really writes through; then this is fine.',
    )
  if (p99 < SLOW_MS)
    return good('disk', what, 'A write is acknowledged after one sync here and one on another peer; many share one.')
  return finding(
    'disk',
    p99 < VERY_SLOW_MS ? 'warning' : 'problem',
    what,
    'Every write waits for a sync on a majority. Elections and heartbeats do not wait for the disk, clients do.',
    'Use a quicker disk for dataLogDir, one that nothing else writes to; see what else writes here (iostat -x).',
  )
}
