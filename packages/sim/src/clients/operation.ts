/** What one client asked for and what it was told: the raw material of the client-side checkers. */
import type { PeerId, Zxid } from '@quoll/core'

export type OperationKind =
  | 'create'
  | 'delete'
  | 'set-data'
  | 'set-acl'
  | 'multi'
  | 'exists'
  | 'get-data'
  | 'get-children'
  | 'sync'
  | 'create-session'
  | 'close-session'

/** The parts of a stat that say what happened to a znode, as the client was shown them. */
export type SeenStat = {
  readonly czxid: number
  readonly mzxid: number
  readonly pzxid: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  readonly ephemeralOwner: bigint
  readonly dataLength: number
  readonly numChildren: number
}

export type Outcome = {
  /** The error code of the reply; 0 is success. */
  readonly error: number
  /** The zxid of the reply's header. */
  readonly zxid: Zxid
  /** Where the created znode ended up (sequential ones have another name than asked for). */
  readonly path?: string
  readonly stat?: SeenStat
  readonly dataHash?: number
  readonly children?: readonly string[]
  /** For a multi: the error code of each part. */
  readonly parts?: readonly number[]
}

export type Operation = {
  readonly id: number
  readonly client: number
  readonly session: bigint
  readonly xid: number
  readonly kind: OperationKind
  readonly path: string
  /** Expected version of a conditional write; -1 matches any. */
  readonly version: number
  readonly watch: boolean
  /** The peer it was sent to. */
  readonly peer: PeerId
  readonly invokedAt: number
  completedAt: number | undefined
  /** Undefined while pending, and for ever when the connection was lost: it may or may not have happened. */
  outcome: Outcome | undefined
}

export function isWrite(kind: OperationKind): boolean {
  switch (kind) {
    case 'create':
    case 'delete':
    case 'set-data':
    case 'set-acl':
    case 'multi':
    case 'create-session':
    case 'close-session':
      return true
    default:
      return false
  }
}
