/**
 * The envelope that multi and multiRead put around each of their parts, in requests and in replies.
 *
 * ```
 * MultiHeader   int type · boolean done · int err          part after part, then the terminator: -1 · true · -1
 * ```
 */
import type { ByteReader, ByteWriter } from '@quoll/bytes'

/** The type of a part that stands for an error; also that of the terminator. */
export const ERROR_PART = -1

export function writePart(writer: ByteWriter, type: number, error: number): void {
  writer.i32(type)
  writer.boolean(false)
  writer.i32(error)
}

export function writeLastPart(writer: ByteWriter): void {
  writer.i32(ERROR_PART)
  writer.boolean(true)
  writer.i32(-1)
}

/** Reads parts up to the terminator; `read` is told each one's type. A part takes nine bytes, so the frame bounds their number. */
export function readParts<T>(reader: ByteReader, read: (type: number, reader: ByteReader) => T): T[] {
  const parts: T[] = []
  for (;;) {
    const type = reader.i32()
    const done = reader.boolean()
    reader.skip(4)
    if (done) return parts
    parts.push(read(type, reader))
  }
}
