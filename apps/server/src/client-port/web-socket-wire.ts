/**
 * Frames over a WebSocket, one per binary message and without the length word: how a browser is a client. The bound on a frame's
 * length is the WebSocket's own.
 */
import type { Socket } from 'node:net'
import type { Decoded } from '@quoll/protocol/client'
import type { WebSocket } from 'ws'
import type { FrameWire, WireListener } from './frame-wire.ts'

/** Codes of RFC 6455, 7.4.1. */
const NORMAL = 1000
const UNSUPPORTED = 1003

export class WebSocketWire implements FrameWire {
  readonly #ws: WebSocket
  readonly #socket: Socket
  /** Messages that came in one piece of the stream with one that made us wait. */
  readonly #received: Decoded[] = []
  #taken = 0
  #toSend: Uint8Array[] = []
  #toSendBytes = 0
  #sawText = false
  #ended = false

  /** @param socket the one under `ws`. */
  constructor(ws: WebSocket, socket: Socket) {
    this.#ws = ws
    this.#socket = socket
  }

  get queuedBytes(): number {
    return this.#toSendBytes + this.#socket.writableLength
  }

  get needsDrain(): boolean {
    return this.#socket.writableNeedDrain
  }

  get isWritable(): boolean {
    return this.#ws.readyState === this.#ws.OPEN
  }

  listen(listener: WireListener): void {
    this.#ws.on('message', (message, isBinary) => {
      if (this.#ended || !(message instanceof Uint8Array)) return
      this.#received.push(this.#decoded(message, isBinary))
      listener.onReadable()
    })
    this.#socket.on('drain', () => listener.onDrain())
    this.#ws.on('close', () => listener.onClose())
  }

  next(): Decoded | undefined {
    const decoded = this.#received[this.#taken++]
    if (this.#taken < this.#received.length) return decoded
    this.#received.length = 0
    this.#taken = 0
    return decoded
  }

  stopReading(): void {
    this.#ws.pause()
  }

  goOnReading(): void {
    if (this.#ws.isPaused) this.#ws.resume()
  }

  add(frame: Uint8Array): boolean {
    this.#toSendBytes += frame.length
    return this.#toSend.push(frame) === 1
  }

  /** In one write, as far as the operating system takes it. */
  flush(): void {
    const frames = this.#toSend
    if (frames.length === 0 || !this.isWritable) return
    this.#toSend = []
    this.#toSendBytes = 0
    this.#socket.cork()
    for (const frame of frames) this.#ws.send(frame)
    this.#socket.uncork()
  }

  end(): void {
    this.#ended = true
    if (this.#sawText) this.#ws.close(UNSUPPORTED, 'frames are binary messages')
    else this.#ws.close(NORMAL)
    this.#ws.resume()
  }

  cut(): void {
    this.#ws.terminate()
  }

  #decoded(message: Uint8Array, isBinary: boolean): Decoded {
    if (isBinary && message.length > 0) return { type: 'frame', frame: message }
    this.#sawText ||= !isBinary
    return { type: 'refused', length: message.length, why: 'empty' }
  }
}
