/**
 * Randomness of a simulation: everything that is not decided by the code under test is decided here, by the seed.
 * sfc32 (Chris Doty-Humphrey's small fast counter generator): 32-bit integer arithmetic only, so the same on every machine.
 */

export class Random {
  readonly #seed: number
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#seed = seed >>> 0
    this.#a = this.#seed
    this.#b = Math.floor(seed / 0x1_0000_0000) >>> 0
    this.#c = 0x9e3779b9
    for (let i = 0; i < 15; i++) this.uint32()
  }

  /**
   * An independent stream, named by `label`: it depends on the seed and the label alone, so that one consumer more,
   * or one draw more, does not change what the others draw.
   */
  split(label: string): Random {
    let hash = 0x811c9dc5 ^ this.#seed
    for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return new Random(((hash ^ (hash >>> 13)) >>> 0) + ((this.#seed & 0x1f_ffff) + 1) * 0x1_0000_0000)
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** In [0, 1). */
  unit(): number {
    return this.uint32() / 0x1_0000_0000
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.unit() * bound)
  }

  /** An integer in [least, most]. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** @throws RangeError when there is nothing to pick. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from')
    return from[this.below(from.length)] as T
  }

  /** One of the names, in proportion to its weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights) as Name[]
    let left = this.unit() * names.reduce((sum, name) => sum + weights[name], 0)
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return names[names.length - 1] as Name
  }

  /** A few of them, each once, in the order they stand. */
  some<T>(from: readonly T[], count: number): T[] {
    const chosen: T[] = []
    let wanted = Math.min(count, from.length)
    for (let i = 0; i < from.length && wanted > 0; i++) {
      if (this.below(from.length - i) < wanted) {
        chosen.push(from[i] as T)
        wanted--
      }
    }
    return chosen
  }

  /**
   * A duration with a long tail: mostly near `typical`, one in a hundred some ten times as long. Without logarithms,
   * whose last bits differ between machines.
   */
  delay(typical: number): number {
    const body = typical * (0.5 + this.unit())
    return Math.round(this.chance(0.01) ? body * (2 + this.below(10)) : body)
  }
}
