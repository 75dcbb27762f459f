/** Payloads in tests are short ASCII texts. */

export function payloadOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

export function textOf(payload: Uint8Array): string {
  return String.fromCharCode(...payload)
}
