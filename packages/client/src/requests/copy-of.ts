/**
 * Bytes of their own, so that a few of them do not keep alive all that arrived with them. Not `slice`: a Buffer's, which
 * these may be, copies nothing.
 */
export function copyOf(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes === undefined ? undefined : new Uint8Array(bytes)
}
