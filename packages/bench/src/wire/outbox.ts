/**
 * Where a thread writes the requests it is about to send: one buffer for all of its connections, because a turn fills it
 * and empties it into one socket before the next is served. Bytes that the kernel took at once, which is nearly always,
 * are written over in the next turn; only when a socket keeps some, they get to keep their buffer.
 */
import type { Socket } from 'node:net'

const CAPACITY = 256 * 1024

export class Outbox {
  bytes: Uint8Array = new Uint8Array(CAPACITY)
  #view = new DataView(this.bytes.buffer)
  #end = 0

  /** Bytes that wait for `flushTo`. */
  get length(): number {
    return this.#end
  }

  /** Makes room for `count` bytes, and says where in `bytes` they are. */
  room(count: number): number {
    const at = this.#end
    if (at + count > this.bytes.length) this.#grow(at + count)
    this.#end = at + count
    return at
  }

  i32(at: number, value: number): void {
    this.#view.setInt32(at, value)
  }

  /** A whole frame behind its length word. */
  frame(payload: Uint8Array): void {
    const at = this.room(4 + payload.length)
    this.i32(at, payload.length)
    this.bytes.set(payload, at + 4)
  }

  /** Hands everything to `socket`. */
  flushTo(socket: Socket): void {
    if (this.#end === 0) return
    socket.write(this.bytes.subarray(0, this.#end))
    this.#end = 0
    if (socket.writableLength > 0) this.#replace(CAPACITY)
  }

  #grow(needed: number): void {
    const before = this.bytes
    this.#replace(needed * 2)
    this.bytes.set(before)
  }

  #replace(length: number): void {
    this.bytes = new Uint8Array(length)
    this.#view = new DataView(this.bytes.buffer)
  }
}
