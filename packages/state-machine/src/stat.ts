import type { Zxid } from '@quoll/core'
import type { SessionId } from './session-id.ts'

/** A znode's stat as clients see it: `cversion` counts creates and deletes of children (server-side it counts creates). */
export type Stat = {
  readonly czxid: Zxid
  readonly mzxid: Zxid
  /** Milliseconds since 1970. */
  readonly ctime: number
  readonly mtime: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  /** Undefined unless ephemeral: containers and TTL nodes show no owner. */
  readonly ephemeralOwner: SessionId | undefined
  readonly dataLength: number
  readonly numChildren: number
  readonly pzxid: Zxid
}
