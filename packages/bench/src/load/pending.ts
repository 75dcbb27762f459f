/** Requests under way on one connection, oldest first: a ring of columns, nothing allocated per request. */
export class Pending {
  readonly #mask: number
  readonly #intendedMs: Float64Array
  readonly #sentMs: Float64Array
  readonly #xid: Int32Array
  readonly #op: Uint8Array
  /** The key, or the number of a znode that is created. */
  readonly #key: Int32Array
  #head = 0
  #count = 0

  /** `capacity`: the most that are ever under way. */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, capacity)))
    this.#mask = slots - 1
    this.#intendedMs = new Float64Array(slots)
    this.#sentMs = new Float64Array(slots)
    this.#xid = new Int32Array(slots)
    this.#op = new Uint8Array(slots)
    this.#key = new Int32Array(slots)
  }

  get count(): number {
    return this.#count
  }

  push(xid: number, op: number, key: number, intendedMs: number, sentMs: number): void {
    const slot = (this.#head + this.#count++) & this.#mask
    this.#xid[slot] = xid
    this.#op[slot] = op
    this.#key[slot] = key
    this.#intendedMs[slot] = intendedMs
    this.#sentMs[slot] = sentMs
  }

  /** Forgets the oldest. */
  shift(): void {
    this.#head = (this.#head + 1) & this.#mask
    this.#count--
  }

  clear(): void {
    this.#count = 0
  }

  /** Calls `visit` with each that is under way and when it was meant to be sent. */
  forEach(visit: (op: number, intendedMs: number) => void): void {
    for (let at = 0; at < this.#count; at++) {
      const slot = (this.#head + at) & this.#mask
      visit(this.#op[slot]!, this.#intendedMs[slot]!)
    }
  }

  // Of the oldest:
  get xid(): number {
    return this.#xid[this.#head]!
  }
  get op(): number {
    return this.#op[this.#head]!
  }
  get key(): number {
    return this.#key[this.#head]!
  }
  get intendedMs(): number {
    return this.#intendedMs[this.#head]!
  }
  get sentMs(): number {
    return this.#sentMs[this.#head]!
  }
}
