/**
 * What a client that reconnects has missed: it names its watches and the last zxid it saw, and each is either answered
 * with an event at once or set again. ZooKeeper: DataTree.setWatches, the request SetWatches.
 */
import type { Zxid } from '@quoll/core'
import type { Stat } from '../stat.ts'
import { EventType } from './watch-table.ts'

/** `exist` is a watch on a znode that was missing; it is set again as a data watch. */
export type LostWatch = 'data' | 'exist' | 'child'

/** The event to send in place of the watch; undefined when nothing happened and the watch is to be set. `stat`: undefined when the znode is missing. */
export function missedEvent(kind: LostWatch, stat: Stat | undefined, lastSeen: Zxid): EventType | undefined {
  if (kind === 'exist') return stat === undefined ? undefined : EventType.created
  if (stat === undefined) return EventType.deleted
  if (kind === 'data') return stat.mzxid > lastSeen ? EventType.dataChanged : undefined
  return stat.pzxid > lastSeen ? EventType.childrenChanged : undefined
}
