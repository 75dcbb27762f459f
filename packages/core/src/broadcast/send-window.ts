/**
 * What one learner was sent and has not acknowledged: a ring of (last zxid, bytes) per proposal message. It bounds how far
 * the leader runs ahead of a learner, so that a long DIFF or a slow disk never floods the link; acknowledgements open it.
 */
import type { Zxid } from '../zxid.ts'

export class SendWindow {
  readonly #messagesMax: number
  readonly #bytesMax: number
  #lasts = new Float64Array(16)
  #sizes = new Float64Array(16)
  #head = 0
  #count = 0
  #bytes = 0

  constructor(messagesMax: number, bytesMax: number) {
    this.#messagesMax = messagesMax
    this.#bytesMax = bytesMax
  }

  get isOpen(): boolean {
    return this.#count < this.#messagesMax && this.#bytes < this.#bytesMax
  }

  get isEmpty(): boolean {
    return this.#count === 0
  }

  sent(last: Zxid, bytes: number): void {
    if (this.#count === this.#lasts.length) this.#grow()
    const slot = (this.#head + this.#count) & (this.#lasts.length - 1)
    this.#lasts[slot] = last
    this.#sizes[slot] = bytes
    this.#count += 1
    this.#bytes += bytes
  }

  acknowledged(upTo: Zxid): void {
    while (this.#count > 0 && (this.#lasts[this.#head] as number) <= upTo) {
      this.#bytes -= this.#sizes[this.#head] as number
      this.#head = (this.#head + 1) & (this.#lasts.length - 1)
      this.#count -= 1
    }
  }

  #grow(): void {
    const lasts = new Float64Array(this.#lasts.length * 2)
    const sizes = new Float64Array(this.#lasts.length * 2)
    for (let i = 0; i < this.#count; i += 1) {
      const slot = (this.#head + i) & (this.#lasts.length - 1)
      lasts[i] = this.#lasts[slot] as number
      sizes[i] = this.#sizes[slot] as number
    }
    this.#lasts = lasts
    this.#sizes = sizes
    this.#head = 0
  }
}
