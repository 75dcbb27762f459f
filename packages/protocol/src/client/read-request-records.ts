/**
 * Bodies of the requests that change nothing but watches.
 *
 * ```
 * ExistsRequest, GetDataRequest, GetChildrenRequest     ustring path · boolean watch
 * SetWatches            long relativeZxid · vector<ustring> data, exists, child
 * SetWatches2           the same · vector<ustring> persistent, persistentRecursive
 * AddWatchRequest       ustring path · int mode
 * CheckWatchesRequest   ustring path · int type            RemoveWatchesRequest likewise
 * ```
 */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import type { SetWatchesRequest, WatcherType, WatchMode } from './request.ts'
import { readString, readStrings, writeStrings } from './vector.ts'

/** Indexed by their numbers on the wire. */
const WATCH_MODES: readonly WatchMode[] = ['persistent', 'persistent-recursive']
/** Likewise, from 1. */
const WATCHER_TYPES: readonly WatcherType[] = ['child', 'data', 'any', 'persistent', 'persistent-recursive']

type PathAndWatch<Type extends string> = { readonly type: Type; readonly path: string; readonly watch: boolean }

export function writePathAndWatch(writer: ByteWriter, { path, watch }: PathAndWatch<string>): void {
  writer.string(path)
  writer.boolean(watch)
}

export function readPathAndWatch<Type extends string>(reader: ByteReader, type: Type): PathAndWatch<Type> {
  return { type, path: readString(reader), watch: reader.boolean() }
}

export function writeSetWatches(writer: ByteWriter, request: SetWatchesRequest): void {
  writer.i53(request.relativeZxid)
  writeStrings(writer, request.data)
  writeStrings(writer, request.exists)
  writeStrings(writer, request.child)
  if (request.type === 'set-watches') return
  writeStrings(writer, request.persistent)
  writeStrings(writer, request.persistentRecursive)
}

export function readSetWatches(reader: ByteReader, type: SetWatchesRequest['type']): SetWatchesRequest {
  return {
    type,
    relativeZxid: reader.i64Rounded(),
    data: readStrings(reader),
    exists: readStrings(reader),
    child: readStrings(reader),
    persistent: type === 'set-watches2' ? readStrings(reader) : [],
    persistentRecursive: type === 'set-watches2' ? readStrings(reader) : [],
  }
}

export function writeWatchMode(writer: ByteWriter, mode: WatchMode): void {
  writer.i32(WATCH_MODES.indexOf(mode))
}

export function readWatchMode(reader: ByteReader): WatchMode {
  return known(WATCH_MODES, reader.i32())
}

export function writeWatcherType(writer: ByteWriter, type: WatcherType): void {
  writer.i32(WATCHER_TYPES.indexOf(type) + 1)
}

export function readWatcherType(reader: ByteReader): WatcherType {
  return known(WATCHER_TYPES, reader.i32() - 1)
}

function known<T>(values: readonly T[], at: number): T {
  const value = values[at]
  if (value === undefined) throw new DecodeError(`no watch is of the sort ${at}`)
  return value
}
