/**
 * Cuts a connection's bytes into frames and hands each out where it lies: no object, no copy per reply, because the tool
 * shares a machine with what it measures. Only what a read left unfinished is kept.
 */

/** Longer than any reply a server of ours or ZooKeeper's sends without being told to; what claims more is no server. */
const FRAME_BYTES_MAX = 16 * 1024 * 1024

export type OnFrame = (bytes: Uint8Array, start: number, end: number) => void

export class ReplyStream {
  readonly #onFrame: OnFrame
  #kept: Uint8Array = new Uint8Array(0)
  #keptBytes = 0

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame
  }

  /** Takes the first `length` bytes of `chunk`, which may be overwritten afterwards. False: this is no protocol of ours. */
  push(chunk: Uint8Array, length: number): boolean {
    if (this.#keptBytes === 0) {
      const rest = this.#cut(chunk, length)
      if (rest < 0) return false
      if (rest < length) this.#keep(chunk.subarray(rest, length))
      return true
    }
    this.#keep(chunk.subarray(0, length))
    const kept = this.#kept
    const rest = this.#cut(kept, this.#keptBytes)
    if (rest < 0) return false
    kept.copyWithin(0, rest, this.#keptBytes)
    this.#keptBytes -= rest
    return true
  }

  /** Hands out what is whole; the offset of the first byte that is not, or -1. */
  #cut(bytes: Uint8Array, end: number): number {
    let at = 0
    while (end - at >= 4) {
      const length = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
      if (length <= 0 || length > FRAME_BYTES_MAX) return -1
      if (end - at - 4 < length) return at
      this.#onFrame(bytes, at + 4, at + 4 + length)
      at += 4 + length
    }
    return at
  }

  #keep(piece: Uint8Array): void {
    const held = this.#keptBytes + piece.length
    if (held > this.#kept.length) {
      const grown = new Uint8Array(held * 2)
      grown.set(this.#kept.subarray(0, this.#keptBytes))
      this.#kept = grown
    }
    this.#kept.set(piece, this.#keptBytes)
    this.#keptBytes = held
  }
}
