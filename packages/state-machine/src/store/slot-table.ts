/**
 * Slots by hash: open addressing with linear probing in one array of plain numbers. Which of the slots under a hash is
 * the right one, its owner knows.
 *
 *   place:  hash | slot      32 bits each; slot 0 is a free place
 */
const PLACES_MIN = 64
/** Slots that room is made for ahead, at most: whoever announces more than he brings costs 16 MB, not all memory. */
const RESERVED_MAX = 1 << 20

export class SlotTable {
  #places: Int32Array = new Int32Array(2 * PLACES_MIN)
  /** Places less one; their number is a power of two. */
  #mask = PLACES_MIN - 1
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The first place with this hash. Walk on with `next` until `slotAt` is 0. */
  first(hash: number): number {
    return this.#seek(this.#homeOf(hash), hash)
  }

  next(place: number, hash: number): number {
    return this.#seek(this.#after(place), hash)
  }

  /** 0 when the place is free. */
  slotAt(place: number): number {
    return this.#places[2 * place + 1]!
  }

  /** Makes an empty table as large as `slots` of them will make it. */
  reserve(slots: number): void {
    if (this.#size > 0) return
    while (this.#mask + 1 < 2 * Math.min(slots, RESERVED_MAX)) this.#mask = 2 * this.#mask + 1
    this.#places = new Int32Array(2 * (this.#mask + 1))
  }

  /** Enters a slot that is not there. Doubles the table when it would be more than half full: a pause, but a rare one. */
  add(hash: number, slot: number): void {
    if (2 * (this.#size + 1) > this.#mask + 1) this.#grow()
    this.#size++
    this.#enter(hash, slot)
  }

  /** Takes out a slot that is there. What was pushed aside by it moves back, so no tombstones are needed. */
  remove(hash: number, slot: number): void {
    let hole = this.#homeOf(hash)
    while (this.slotAt(hole) !== slot) hole = this.#after(hole)
    for (let place = this.#after(hole); this.slotAt(place) !== 0; place = this.#after(place)) {
      const home = this.#homeOf(this.#hashAt(place))
      // May it move to the hole? Only if the hole is not before the place where its search begins.
      if (((place - home) & this.#mask) < ((place - hole) & this.#mask)) continue
      this.#put(hole, this.#hashAt(place), this.slotAt(place))
      hole = place
    }
    this.#put(hole, 0, 0)
    this.#size--
  }

  /** From `place` on, the nearest one with this hash, or a free one. */
  #seek(from: number, hash: number): number {
    let place = from
    while (this.#hashAt(place) !== hash && this.slotAt(place) !== 0) place = this.#after(place)
    return place
  }

  #homeOf(hash: number): number {
    return hash & this.#mask
  }

  #after(place: number): number {
    return (place + 1) & this.#mask
  }

  #hashAt(place: number): number {
    return this.#places[2 * place]!
  }

  #enter(hash: number, slot: number): void {
    let place = this.#homeOf(hash)
    while (this.slotAt(place) !== 0) place = this.#after(place)
    this.#put(place, hash, slot)
  }

  #put(place: number, hash: number, slot: number): void {
    this.#places[2 * place] = hash
    this.#places[2 * place + 1] = slot
  }

  #grow(): void {
    const old = this.#places
    this.#places = new Int32Array(2 * old.length)
    this.#mask = 2 * this.#mask + 1
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.#enter(old[at]!, old[at + 1]!)
  }
}
