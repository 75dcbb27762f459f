/**
 * The frames a client gets in one turn of the event loop, each behind its length word, in one write. Small ones are copied
 * next to each other, which costs less than a system call's worth of pieces; large ones are written where they lie.
 */
import type { Writable } from 'node:stream'

/** Frames from this size on are not copied. */
const APART_BYTES_MIN = 16 * 1024
const LENGTH_BYTES = 4

export class FrameBatch {
  readonly #frames: Uint8Array[] = []
  /** Length of everything, with the length words. */
  bytes = 0
  #apartBytes = 0

  add(frame: Uint8Array): void {
    this.#frames.push(frame)
    this.bytes += LENGTH_BYTES + frame.length
    if (frame.length >= APART_BYTES_MIN) this.#apartBytes += frame.length
  }

  /** Writes the batch and empties it. */
  writeTo(socket: Writable): void {
    const copied = Buffer.allocUnsafe(this.bytes - this.#apartBytes)
    let from = 0
    let at = 0
    if (this.#apartBytes > 0) socket.cork()
    for (const frame of this.#frames) {
      at = copied.writeUInt32BE(frame.length, at)
      if (frame.length < APART_BYTES_MIN) {
        copied.set(frame, at)
        at += frame.length
        continue
      }
      socket.write(copied.subarray(from, at))
      socket.write(frame)
      from = at
    }
    if (from < at) socket.write(copied.subarray(from))
    if (this.#apartBytes > 0) socket.uncork()

    this.#frames.length = 0
    this.bytes = 0
    this.#apartBytes = 0
  }
}
