/**
 * What a disk does to a write that a power cut interrupts: every sector of 512 bytes is there or is not; which ones is
 * anybody's guess. Fresh parts of a segment are zeros, so a sector that never arrived reads as zeros.
 */
export const SECTOR_BYTES = 512

/** True when some sector's share of `[from, to)` holds nothing but zeros: that part was never written. */
export function missesASector(bytes: Uint8Array, from: number, to: number): boolean {
  for (let start = from; start < to; ) {
    const end = Math.min(to, start - (start % SECTOR_BYTES) + SECTOR_BYTES)
    if (isZero(bytes, start, end)) return true
    start = end
  }
  return false
}

export function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  return firstNonZero(bytes, from, to) === to
}

/** Place of the first byte in `[from, to)` that is not zero; `to` when there is none. Four bytes at a time where it can. */
export function firstNonZero(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return to
  let at = from
  while (at < to && (bytes.byteOffset + at) % 4 !== 0) {
    if (bytes[at] !== 0) return at
    at++
  }
  if (to - at >= 4) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >> 2)
    let word = 0
    while (word < words.length && words[word] === 0) word++
    at += word * 4
  }
  while (at < to && bytes[at] === 0) at++
  return at
}

/**
 * A signature stands at the end of what it signs, so that its presence says the rest was written too. Judged with one
 * damaged byte forgiven: all of it gone means "never written", most of it there means "written, then damaged".
 */
export function wasSigned(bytes: Uint8Array, at: number, signature: readonly number[]): boolean {
  if (at + signature.length > bytes.length || bytes[at + signature.length - 1] === 0) return false
  return signature.filter((byte, place) => bytes[at + place] === byte).length >= signature.length - 1
}

/** Four letters as bytes. */
export function signature(letters: string): readonly number[] {
  return [...letters].map((letter) => letter.charCodeAt(0))
}
