/** Bytes as the captures print them: blanks do not count. */
export function bytesOf(hex: string): Uint8Array {
  const digits = hex.replaceAll(/\s/g, '')
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  )
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A captured frame with its length word: checks that word and returns the rest. */
export function payloadOf(hex: string): Uint8Array {
  const bytes = bytesOf(hex)
  const length = new DataView(bytes.buffer).getInt32(0)
  if (length !== bytes.length - 4) throw new Error(`the capture says ${length} bytes and has ${bytes.length - 4}`)
  return bytes.subarray(4)
}
