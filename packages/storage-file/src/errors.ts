/** Every refusal says what happened, what it means, and what to do. */

const START_OVER =
  'Move this directory away and start the peer with an empty one: it copies everything from the leader. ' +
  'Do so only while the other peers of the ensemble are well; keep the old directory until the peer has caught up.'

/** The three parts, each for itself, and together as the message. */
class Refusal extends Error {
  readonly what: string
  readonly means: string
  readonly next: string

  constructor(what: string, means: string, next: string, options?: ErrorOptions) {
    super(`${what}. ${means} ${next}`, options)
    this.what = what
    this.means = means
    this.next = next
  }
}

/** What is on the disk was acknowledged once and is not whole any more. The peer must not vote on what is left. */
export class CorruptLogError extends Refusal {
  override readonly name = 'CorruptLogError'
  readonly code = 'CORRUPT_LOG'
  /** File in which the damage was found. */
  readonly path: string

  constructor(path: string, found: string) {
    super(`${path}: ${found}`, 'Data that this peer acknowledged may be missing, so it does not start.', START_OVER)
    this.path = path
  }
}

/** The epochs, this peer's promises, cannot be read: it might break one. */
export class CorruptEpochsError extends Refusal {
  override readonly name = 'CorruptEpochsError'
  readonly code = 'CORRUPT_EPOCHS'
  readonly path: string

  constructor(path: string, found: string) {
    super(`${path}: ${found}`, 'This peer no longer knows what it promised to whom, so it does not start.', START_OVER)
    this.path = path
  }
}

/** Written by another version, or not ours at all. */
export class UnknownFormatError extends Refusal {
  override readonly name = 'UnknownFormatError'
  readonly code = 'UNKNOWN_FORMAT'

  constructor(path: string, found: string) {
    super(
      `${path}: ${found}`,
      'This version of Quoll does not read it and changes nothing.',
      'Check that the data directory is the right one, or start the version that wrote it.',
    )
  }
}

/** Another process works in the directory. */
export class DirectoryInUseError extends Refusal {
  override readonly name = 'DirectoryInUseError'
  readonly code = 'DIRECTORY_IN_USE'

  constructor(directory: string, owner: string) {
    super(
      `${directory} is in use by ${owner}`,
      'Two peers on one directory would destroy it.',
      'Stop the other one, or give this one a directory of its own.',
    )
  }
}

/** A write, sync, rename or removal failed. Nothing is acknowledged afterwards, and nothing is tried again. */
export class DiskFailedError extends Refusal {
  override readonly name = 'DiskFailedError'
  /** The operating system's: `ENOSPC`, `EIO`, …; `UNKNOWN` without one. */
  readonly code: string

  constructor(doing: string, cause: Error) {
    const code = codeOf(cause)
    const [means, next] = ADVICE[code] ?? OTHERWISE
    super(`could not ${doing}: ${cause.message}`, means, next, { cause })
    this.code = code
  }
}

const SAFE = 'The peer stops here; everything it acknowledged is safe.'

/** What it means, and what to do. */
const ADVICE: Readonly<Record<string, readonly [means: string, next: string]>> = {
  ENOSPC: [
    `The disk is full. ${SAFE}`,
    'Free some space (old logs and snapshots are retired by themselves) and start it again.',
  ],
  EDQUOT: [`The disk quota is used up. ${SAFE}`, 'Raise it, then start again.'],
  EIO: [
    'The disk reports an error. What was being written may be lost, so the peer stops; it finds out what is really there when it starts again.',
    'Check the disk; if it is dying, start the peer with an empty directory on a good one.',
  ],
  EROFS: [
    'The file system went read-only, usually after an error of the disk.',
    'Look into the system log before starting the peer again.',
  ],
}
const OTHERWISE = [
  'The peer stops; it finds out what is really on the disk when it starts again.',
  'Look into the system log, then start it again.',
] as const

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}
