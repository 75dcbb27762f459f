/**
 * The files of a data directory, and the one that says how to read the others.
 *
 *     data/format                     "quoll storage 2"; a higher number is refused
 *     data/epochs                     promises, and the mark up to which the log is known to be durable
 *     data/snapshot.<zxid>            a snapshot, by its zxid in 16 hexadecimal digits
 *     data/initialize                 an operator vouches for the empty directory; removed when used (ZooKeeper: initialize)
 *     data/*.tmp                      something unfinished; removed at the next start
 *     data/log/log.<number>           segments of the log, in the order of their numbers (8 hexadecimal digits)
 */
import { isZxid, type Zxid } from '@quoll/core'
import { UnknownFormatError } from './errors.ts'
import type { FileSystem } from './file-system.ts'

export type Layout = { readonly directory: string; readonly logDirectory: string }

const FORMAT = 'quoll storage 2\n'
/** The same, but its log does not say what is committed. */
const FORMAT_BEFORE = 'quoll storage 1\n'
const SNAPSHOT_NAME = /^snapshot\.([0-9a-f]{16})$/
const SEGMENT_NAME = /^log\.([0-9a-f]{8})$/

export const FORMAT_FILE = 'format'
export const EPOCH_FILE = 'epochs'
export const INITIALIZE_MARKER = 'initialize'
export const TEMPORARY_SUFFIX = '.tmp'

export function snapshotName(zxid: Zxid): string {
  return `snapshot.${zxid.toString(16).padStart(16, '0')}`
}

/** Undefined for any other file. */
export function snapshotZxidOf(name: string): Zxid | undefined {
  const digits = SNAPSHOT_NAME.exec(name)?.[1]
  const value = digits === undefined ? Number.NaN : Number.parseInt(digits, 16)
  return isZxid(value) ? value : undefined
}

export function segmentName(number: number): string {
  return `log.${number.toString(16).padStart(8, '0')}`
}

/** Undefined for any other file. */
export function segmentNumberOf(name: string): number | undefined {
  const digits = SEGMENT_NAME.exec(name)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}

export function formatFileBytes(): Uint8Array {
  return Uint8Array.from(FORMAT, (character) => character.charCodeAt(0))
}

/** What the directory says of itself; an older format is read, and becomes the present one. @throws UnknownFormatError */
export function readFormat(fileSystem: FileSystem, layout: Layout): 'present' | 'older' | 'missing' {
  const path = `${layout.directory}/${FORMAT_FILE}`
  if (fileSystem.size(path) === undefined) return 'missing'
  const found = String.fromCharCode(...fileSystem.read(path, 0, 64))
  if (found === FORMAT) return 'present'
  if (found === FORMAT_BEFORE) return 'older'
  throw new UnknownFormatError(path, `says ${JSON.stringify(found)} where ${JSON.stringify(FORMAT)} is expected`)
}
