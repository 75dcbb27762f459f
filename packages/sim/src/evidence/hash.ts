/** FNV-1a over bytes or characters: enough to tell apart what a simulation produced, and the same on every machine. */

export function hashBytes(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 1
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  return hash >>> 0
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
