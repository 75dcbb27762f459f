/**
 * The trace of a run: one line per fact when somebody wants to read it, and always a running hash, so that two runs of a
 * seed can be compared without keeping either.
 */

export class Trace {
  #low = 0x811c9dc5
  #high = 0x01000193
  #lines = 0
  readonly #sink: ((line: string) => void) | undefined

  constructor(sink?: (line: string) => void) {
    this.#sink = sink
  }

  get wantsLines(): boolean {
    return this.#sink !== undefined
  }

  line(text: string): void {
    this.#sink?.(text)
  }

  /** A fact, as numbers: what, who, and up to two values. */
  mix(atMicros: number, what: number, who: number, a: number, b = 0): void {
    this.#lines++
    this.#take(atMicros % 0x1_0000_0000)
    this.#take(what * 256 + who)
    this.#take(a % 0x1_0000_0000)
    this.#take(Math.floor(a / 0x1_0000_0000))
    this.#take(b % 0x1_0000_0000)
  }

  /** Sixteen hexadecimal digits over every fact so far, and how many there were. */
  digest(): string {
    const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0')
    return `${hex(this.#high)}${hex(this.#low)}-${this.#lines}`
  }

  #take(value: number): void {
    this.#low = Math.imul(this.#low ^ (value | 0), 0x01000193)
    this.#high = Math.imul((this.#high ^ this.#low) + 0x9e3779b9, 0x85ebca6b)
    this.#high ^= this.#high >>> 13
  }
}
