/** What a watch tells. */
import { EventType, type Notification } from '@quoll/protocol/client'

export type ZnodeEvent = {
  readonly type: 'created' | 'deleted' | 'data-changed' | 'children-changed'
  /** Of the znode it happened to. */
  readonly path: string
  /** The transaction that did it; undefined from servers before 3.9, and for what was found out after a reconnect. */
  readonly zxid: number | undefined
}

/** What a lasting watch tells: changes, and that it may have missed some. */
export type WatchEvent =
  | ZnodeEvent
  /** The connection was lost and is back, or the reader was too slow: whoever keeps a copy of `path` reads it again. */
  | { readonly type: 'gap'; readonly path: string }

/** Called once, with the first change after it was set. Never called when the session ends: `client.signal` tells that. */
export type WatchCallback = (event: ZnodeEvent) => void

/** Undefined for what no server of this protocol says. */
export function eventOf({ type, path, zxid }: Notification): ZnodeEvent | undefined {
  const known = typeOf(type)
  return known === undefined ? undefined : { type: known, path, zxid: zxid > 0 ? zxid : undefined }
}

function typeOf(type: number): ZnodeEvent['type'] | undefined {
  switch (type) {
    case EventType.created:
      return 'created'
    case EventType.deleted:
      return 'deleted'
    case EventType.dataChanged:
      return 'data-changed'
    case EventType.childrenChanged:
      return 'children-changed'
    default:
      return undefined
  }
}
