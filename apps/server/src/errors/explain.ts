/** Why a peer or a command does not go on, in words for its operator, and the exit code that goes with it. */
import type { HaltCause } from '@quoll/peer'
import { type Complaint, complaintOf } from './complaint.ts'
import { EXIT } from './exit-codes.ts'
import { SYSTEM_ERRORS, systemCodeOf } from './system-errors.ts'

export type Explained = Complaint & { readonly exit: number }

/** Exit codes of Quoll's own errors, by their codes; those of the system have theirs in their table. */
const EXITS: ReadonlyMap<string | undefined, number> = new Map([
  ['CONFIG', EXIT.usage],
  ['USAGE', EXIT.usage],
  ['CORRUPT_LOG', EXIT.diskFailed],
  ['CORRUPT_EPOCHS', EXIT.diskFailed],
  ['UNKNOWN_FORMAT', EXIT.diskFailed],
])

/** Errors that explain themselves, those of the operating system, and for the rest: where it comes from. */
export function explain(error: unknown): Explained {
  const code = systemCodeOf(error)
  const system = code === undefined ? undefined : SYSTEM_ERRORS[code]
  const own = complaintOf(error)
  if (own !== undefined) return { ...own, exit: EXITS.get(code) ?? system?.exit ?? EXIT.failed }
  if (error instanceof Error && system !== undefined)
    return { what: error.message === '' ? (code ?? '') : error.message, ...system }
  return { ...bug(error instanceof Error ? (error.stack ?? error.message) : String(error)), exit: EXIT.failed }
}

/** A peer may also stop because a port of its own cannot be opened. */
export type StopCause = HaltCause | 'port'

/** Why a peer stopped itself. `why` of a failed disk and of a port brings its own explanation. */
export function explainHalt(why: string, cause: StopCause): Explained {
  switch (cause) {
    case 'disk':
      return { what: why, ...PARTS.disk, exit: EXIT.diskFailed }
    case 'history':
      return { what: why, ...PARTS.history, exit: EXIT.failed }
    case 'port':
      return { what: why, ...PARTS.port, exit: EXIT.failed }
    case 'bug':
      return { ...bug(why), exit: EXIT.failed }
  }
}

const PARTS = {
  disk: {
    means: 'Nothing more is acknowledged here; the others go on while they are a majority.',
    next: 'Start it again when the disk is well; quoll doctor looks at it.',
  },
  history: {
    means: 'What this peer has and what the ensemble has cannot be brought together, so it stops and changes nothing.',
    next: 'Keep the directory aside and start the peer with an empty one while a majority of the others is well.',
  },
  port: {
    means: 'The other peers could not reach this one, so it does not vote.',
    next: 'Stop whoever has the port, or choose another port in the server line of this peer.',
  },
} as const

function bug(what: string): Complaint {
  return {
    what,
    means: 'This should not happen: it is a fault in Quoll. Data that was acknowledged is on the disks of a majority.',
    next: 'Try again; if it goes on, report it with the lines above.',
  }
}
