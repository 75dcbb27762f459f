/**
 * Frames over TCP, each behind its length word; before the first, a four-letter word may stand. There are thousands of these, most of
 * them idle: nothing is made for one before it is needed, and no function is made for one at all.
 */
import type { Socket } from 'node:net'
import { type Decoded, FrameDecoder } from '@quoll/protocol/client'
import { FrameBatch, LENGTH_BYTES, writeFrame } from './frame-batch.ts'
import type { FrameWire, WireListener } from './frame-wire.ts'

/** Where a socket keeps its wire, so that all sockets share the functions that listen to them. */
const WIRE = Symbol('wire')
type WiredSocket = Socket & { [WIRE]: TcpWire }

export class TcpWire implements FrameWire {
  readonly #socket: Socket
  readonly #decoder: FrameDecoder
  #listener: WireListener | undefined
  /** What leaves at the end of the turn: nothing, one frame, or several. */
  #kept: Uint8Array | FrameBatch | undefined
  #ended = false

  /** @param frameBytesMax longest frame that is taken, bytes. */
  constructor(socket: Socket, frameBytesMax: number) {
    this.#socket = socket
    this.#decoder = new FrameDecoder({ frameBytesMax })
  }

  get queuedBytes(): number {
    return bytesOf(this.#kept) + this.#socket.writableLength
  }

  get needsDrain(): boolean {
    return this.#socket.writableNeedDrain
  }

  get isWritable(): boolean {
    return this.#socket.writable
  }

  listen(listener: WireListener): void {
    this.#listener = listener
    const socket = Object.assign(this.#socket, { [WIRE]: this })
    socket.on('data', onData)
    socket.on('drain', onDrain)
    // A broken connection is a closed one; 'close' follows.
    socket.on('error', ignore)
    socket.on('close', onClose)
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
    const kept = this.#kept
    if (kept instanceof FrameBatch) kept.add(frame)
    else this.#kept = kept === undefined ? frame : new FrameBatch(kept, frame)
    return kept === undefined
  }

  flush(): void {
    const kept = this.#kept
    if (kept === undefined || !this.#socket.writable) return
    this.#kept = undefined
    if (kept instanceof FrameBatch) kept.writeTo(this.#socket)
    else writeFrame(this.#socket, kept)
  }

  end(lastWords: string): void {
    this.#ended = true
    this.#socket.end(lastWords)
    this.#socket.resume()
  }

  cut(): void {
    this.#socket.destroy()
  }

  received(chunk: Uint8Array): void {
    if (this.#ended) return
    this.#decoder.push(chunk)
    this.#listener?.onReadable()
  }

  drained(): void {
    this.#listener?.onDrain()
  }

  closed(): void {
    this.#listener?.onClose()
  }
}

function onData(this: WiredSocket, chunk: Uint8Array): void {
  this[WIRE].received(chunk)
}

function onDrain(this: WiredSocket): void {
  this[WIRE].drained()
}

function onClose(this: WiredSocket): void {
  this[WIRE].closed()
}

function ignore(): void {}

function bytesOf(kept: Uint8Array | FrameBatch | undefined): number {
  if (kept === undefined) return 0
  return kept instanceof FrameBatch ? kept.bytes : LENGTH_BYTES + kept.length
}
