/**
 * What is written, so that it can be recognised when it is read: the connection and key it belongs to, how often the key was
 * written, and then a byte that follows from all three, to the end. A value of fewer than twelve bytes holds what fits.
 *
 * ```
 * int connection · int key · int version · byte, byte, …
 * ```
 */
const HEAD_BYTES = 12

export function writeValue(bytes: Uint8Array, at: number, length: number, owner: ValueOwner): void {
  const { connection, key, version } = owner
  const head = Math.min(HEAD_BYTES, length)
  for (let byte = 0; byte < head; byte++) bytes[at + byte] = headByte(byte, connection, key, version)
  if (length > head) bytes.fill(fillByte(connection, key, version), at + head, at + length)
}

export function isValue(bytes: Uint8Array, at: number, length: number, owner: ValueOwner): boolean {
  const { connection, key, version } = owner
  const head = Math.min(HEAD_BYTES, length)
  for (let byte = 0; byte < head; byte++)
    if (bytes[at + byte] !== headByte(byte, connection, key, version)) return false
  const fill = fillByte(connection, key, version)
  for (let from = at + head, end = at + length; from < end; from++) if (bytes[from] !== fill) return false
  return true
}

export type ValueOwner = { readonly connection: number; readonly key: number; readonly version: number }

function headByte(byte: number, connection: number, key: number, version: number): number {
  const word = byte < 4 ? connection : byte < 8 ? key : version
  return (word >>> (24 - 8 * (byte & 3))) & 0xff
}

function fillByte(connection: number, key: number, version: number): number {
  return (connection * 7 + key * 13 + version * 31 + 0xa5) & 0xff
}
