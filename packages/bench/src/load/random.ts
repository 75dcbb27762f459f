/** xorshift32 (Marsaglia, 2003): which operation and which key, nothing that must be unguessable. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x5f356495) | 1
  }

  /** 32 bits, without a sign. */
  next(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return state >>> 0
  }
}
