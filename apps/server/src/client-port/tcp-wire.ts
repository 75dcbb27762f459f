/** Frames over TCP, each behind its length word; before the first, a four-letter word may stand. */
import type { Socket } from 'node:net'
import { type Decoded, FrameDecoder } from '@quoll/protocol/client'
import { FrameBatch } from './frame-batch.ts'
import type { FrameWire, WireListener } from './frame-wire.ts'

export class TcpWire implements FrameWire {
  readonly #socket: Socket
  readonly #decoder: FrameDecoder
  readonly #batch = new FrameBatch()
  #ended = false

  /** @param frameBytesMax longest frame that is taken, bytes. */
  constructor(socket: Socket, frameBytesMax: number) {
    this.#socket = socket
    this.#decoder = new FrameDecoder({ frameBytesMax })
  }

  get queuedBytes(): number {
    return this.#batch.bytes + this.#socket.writableLength
  }

  get needsDrain(): boolean {
    return this.#socket.writableNeedDrain
  }

  get isWritable(): boolean {
    return this.#socket.writable
  }

  listen({ onReadable, onDrain, onClose }: WireListener): void {
    this.#socket.on('data', (chunk: Uint8Array) => {
      if (this.#ended) return
      this.#decoder.push(chunk)
      onReadable()
    })
    this.#socket.on('drain', onDrain)
    // A broken connection is a closed one; 'close' follows.
    this.#socket.on('error', () => {})
    this.#socket.on('close', onClose)
  }

  next(): Decoded | undefined {
    return this.#decoder.next()
  }

  stopReading(): void {
    this.#socket.pause()
  }

  goOnReading(): void {
    if (this.#socket.isPaused()) this.#socket.resume()
  }

  add(frame: Uint8Array): boolean {
    const first = this.#batch.bytes === 0
    this.#batch.add(frame)
    return first
  }

  flush(): void {
    if (this.#batch.bytes > 0 && this.#socket.writable) this.#batch.writeTo(this.#socket)
  }

  end(lastWords: string): void {
    this.#ended = true
    this.#socket.end(lastWords)
    this.#socket.resume()
  }

  cut(): void {
    this.#socket.destroy()
  }
}
