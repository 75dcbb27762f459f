/** Bytes that are no record of the expected kind: too short, or with a value out of its range. Never a bug of the reader's. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}
