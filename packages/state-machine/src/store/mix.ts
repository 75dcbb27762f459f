/**
 * A quick 32-bit hash for comparing replicas: it finds accidents, it does not resist an adversary. The mixing step is
 * the one of MurmurHash3 (Austin Appleby, public domain).
 */

/** Folds the low 32 bits of `word` into `hash`. */
export function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const folded = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((folded << 13) | (folded >>> 19), 5) + 0xe6546b64) | 0
}

/** Folds in an integer of up to 53 bits. */
export function mixLong(hash: number, long: number): number {
  return mix(mix(hash, long | 0), Math.floor(long / 0x1_0000_0000) | 0)
}

/** Spreads every bit over the whole, without a sign. */
export function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) >>> 0
}

/** FNV-1a over the units, spread at the end. */
export function hashText(text: string): number {
  let hash = NO_TEXT
  for (let at = 0; at < text.length; at++) hash = foldUnit(hash, text.charCodeAt(at))
  return finish(hash) | 0
}

/** For those who meet the units of a text one by one: where `hashText` begins, its step, and `finish` for the end. */
export const NO_TEXT = 0x811c9dc5
export function foldUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193)
}

export function hashSession(id: bigint, timeoutMs: number): number {
  const low = Number(BigInt.asUintN(32, id))
  const high = Number(BigInt.asUintN(32, id >> 32n))
  return finish(mix(mix(mix(0, low), high), timeoutMs))
}

/**
 * A sum of 32-bit hashes that forgets the order they came in: equal for equal sets, however they came about (AdHash,
 * Bellare and Micciancio 1997). Kept modulo 2^52, where a double is still exact.
 */
export class HashSum {
  #sum = 0

  get value(): number {
    return this.#sum
  }

  add(hash: number): void {
    this.#sum += hash
    if (this.#sum >= MODULUS) this.#sum -= MODULUS
  }

  remove(hash: number): void {
    this.#sum -= hash
    if (this.#sum < 0) this.#sum += MODULUS
  }
}

const MODULUS = 2 ** 52
