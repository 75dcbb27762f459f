/**
 * What a client is told without having asked: a watch fired.
 *
 * ```
 * ReplyHeader(xid -1, zxid, err 0) · int type · int state · ustring path
 * ```
 */
import { ByteReader, DecodeError } from '@quoll/bytes'
import { readReplyHeader, writeReplyHeader, Xid } from './headers.ts'
import { beginFrame } from './mill.ts'
import { readString } from './vector.ts'

/** What happened (ZooKeeper: Watcher.Event.EventType). A server sends the first four; the others a client tells itself. */
export const EventType = {
  created: 1,
  deleted: 2,
  dataChanged: 3,
  childrenChanged: 4,
  none: -1,
  dataWatchRemoved: 5,
  childWatchRemoved: 6,
  persistentWatchRemoved: 7,
} as const

export type EventType = (typeof EventType)[keyof typeof EventType]

/** The only state a server ever sends (ZooKeeper: KeeperState.SyncConnected). */
const SYNC_CONNECTED = 3

export type Notification = {
  /** Of the transaction that fired the watch; -1 from servers before 3.9 and for what `setWatches` found out. */
  readonly zxid: number
  readonly type: number
  readonly path: string
}

/** A frame to a client. `zxid` as in `Notification`. */
export function encodeNotification(type: EventType, path: string, zxid: number): Uint8Array {
  const writer = beginFrame()
  writeReplyHeader(writer, Xid.notification, zxid, 0)
  writer.i32(type)
  writer.i32(SYNC_CONNECTED)
  writer.string(path)
  return writer.take()
}

/** @throws DecodeError when the frame is another. */
export function decodeNotification(frame: Uint8Array): Notification {
  const reader = new ByteReader(frame)
  const { xid, zxid } = readReplyHeader(reader)
  if (xid !== Xid.notification) throw new DecodeError(`a notification has the xid -1, not ${xid}`)
  const type = reader.i32()
  reader.skip(4)
  return { zxid, type, path: readString(reader) }
}
