/** Lists of records, as jute writes them: a count, then the elements. */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'

export function writeVector<T>(
  writer: ByteWriter,
  elements: readonly T[] | undefined,
  write: (writer: ByteWriter, element: T) => void,
): void {
  if (elements === undefined) {
    writer.i32(-1)
    return
  }
  writer.i32(elements.length)
  for (const element of elements) write(writer, element)
}

/**
 * Undefined for the count -1; other negative counts are an empty list. `elementBytesMin`, what the smallest element
 * takes, bounds the count by the bytes that are left.
 */
export function readVector<T>(
  reader: ByteReader,
  elementBytesMin: number,
  read: (reader: ByteReader) => T,
): T[] | undefined {
  const count = reader.i32()
  if (count === -1) return undefined
  if (count * elementBytesMin > reader.remaining)
    throw new DecodeError(`${count} elements cannot lie in ${reader.remaining} bytes`)
  const elements: T[] = []
  for (let left = count; left > 0; left--) elements.push(read(reader))
  return elements
}

export function writeStrings(writer: ByteWriter, strings: readonly string[] | undefined): void {
  writeVector(writer, strings, writeString)
}

/** @throws DecodeError for a list that is null, or has a null in it. */
export function readStrings(reader: ByteReader): string[] {
  return required(readVector(reader, 4, readString), 'list')
}

/** @throws DecodeError for a null. */
export function readString(reader: ByteReader): string {
  return required(reader.string(), 'string')
}

export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new DecodeError(`a ${what} is null that must not be`)
  return value
}

function writeString(writer: ByteWriter, value: string): void {
  writer.string(value)
}
