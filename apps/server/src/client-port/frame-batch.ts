/**
 * What a client gets in one turn of the event loop, each frame behind its length word, in one write. Small frames are copied
 * next to each other, which costs less than a system call's worth of pieces; large ones are written where they lie.
 */
import type { Writable } from 'node:stream'

/** Frames from this size on are not copied. */
const APART_BYTES_MIN = 16 * 1024
export const LENGTH_BYTES = 4

/** Several frames; a frame that is alone needs no batch (`writeFrame`). */
export class FrameBatch {
  readonly #frames: Uint8Array[] = []
  /** Length of everything, with the length words. */
  bytes = 0
  #apartBytes = 0

  constructor(first: Uint8Array, second: Uint8Array) {
    this.add(first)
    this.add(second)
  }

  add(frame: Uint8Array): void {
    this.#frames.push(frame)
    this.bytes += LENGTH_BYTES + frame.length
    if (frame.length >= APART_BYTES_MIN) this.#apartBytes += frame.length
  }

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
  }
}

let lastFrame: Uint8Array | undefined
let lastCopied: Uint8Array | undefined

/** One frame that is alone in its turn. When it went to another client last, as a notification does, the same bytes are written again. */
export function writeFrame(socket: Writable, frame: Uint8Array): void {
  if (frame.length >= APART_BYTES_MIN) {
    socket.cork()
    socket.write(lengthWord(frame.length))
    socket.write(frame)
    socket.uncork()
    return
  }
  if (frame !== lastFrame) {
    const copied = Buffer.allocUnsafe(LENGTH_BYTES + frame.length)
    copied.writeUInt32BE(frame.length)
    copied.set(frame, LENGTH_BYTES)
    lastFrame = frame
    lastCopied = copied
  }
  socket.write(lastCopied)
}

function lengthWord(length: number): Uint8Array {
  const word = Buffer.allocUnsafe(LENGTH_BYTES)
  word.writeUInt32BE(length)
  return word
}
