/**
 * One client on a TCP socket. Requests are cut out of the stream one by one, so that a client is stopped in the middle of what it
 * sent: when the peer asks for a pause, or when it does not read its replies. Replies of one turn leave in one write.
 */
import type { Socket } from 'node:net'
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import { type Decoded, type FourLetterWord, FrameDecoder } from '@quoll/protocol/client'
import { FrameBatch } from './frame-batch.ts'
import type { ClientPortLimits } from './limits.ts'

export type ClientSocketOptions = {
  readonly socket: Socket
  readonly address: string
  readonly limits: ClientPortLimits
  /** Called with the first request: what has sent none is no client yet. */
  readonly accept: (connection: ClientConnection) => ClientHandler
  readonly fourLetterWord: (word: FourLetterWord) => string | undefined
  /** Asks for a `flush` at the end of the turn. */
  readonly flushLater: (connection: ClientSocket) => void
}

export class ClientSocket implements ClientConnection {
  readonly address: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly establishedMs: number = Date.now()
  /** Frames. */
  received = 0
  sent = 0
  readonly #socket: Socket
  readonly #limits: ClientPortLimits
  readonly #options: ClientSocketOptions
  readonly #decoder: FrameDecoder
  readonly #batch = new FrameBatch()
  #handler: ClientHandler | undefined
  #pausedByPeer = false
  #backlogged = false
  #closing = false
  /** Until the first request is whole; then, until the last reply is taken. */
  #deadline: NodeJS.Timeout

  constructor(options: ClientSocketOptions) {
    const { socket, address, limits } = options
    this.#options = options
    this.#socket = socket
    this.#limits = limits
    this.address = address
    this.name = `${address.includes(':') ? `[${address}]` : address}:${socket.remotePort ?? 0}`
    this.#decoder = new FrameDecoder({ frameBytesMax: limits.frameBytesMax })
    this.#deadline = setTimeout(() => socket.destroy(), limits.handshakeMs)

    socket.on('data', (chunk) => this.#onData(chunk))
    socket.on('drain', () => this.#onDrain())
    // A broken connection is a closed one; 'close' follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#onClose())
  }

  /** Bytes that the operating system has not taken yet: the client does not read, or the turn is not over. */
  get queuedBytes(): number {
    return this.#batch.bytes + this.#socket.writableLength
  }

  send(frame: Uint8Array): void {
    if (this.#closing || !this.#socket.writable) return
    if (this.queuedBytes > this.#limits.unreadBytesMax) {
      this.#socket.destroy()
      return
    }
    this.sent++
    if (this.#batch.bytes === 0) this.#options.flushLater(this)
    this.#batch.add(frame)
  }

  pause(): void {
    this.#pausedByPeer = true
  }

  resume(): void {
    if (!this.#pausedByPeer) return
    this.#pausedByPeer = false
    this.#readLater()
  }

  close(): void {
    this.#close()
  }

  /** Hands what was sent in this turn to the operating system. */
  flush(): void {
    if (this.#batch.bytes === 0 || !this.#socket.writable) return
    this.#batch.writeTo(this.#socket)
    if (!this.#backlogged || this.#socket.writableNeedDrain) return
    this.#backlogged = false
    this.#readLater()
  }

  #close(lastWords = ''): void {
    if (this.#closing) return
    this.#closing = true
    this.flush()
    this.#socket.end(lastWords)
    // What it still sends is read and dropped: unread bytes would turn our farewell into a reset.
    this.#socket.resume()
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#socket.destroy(), this.#limits.lingerMs)
  }

  #onData(chunk: Uint8Array): void {
    if (this.#closing) return
    this.#decoder.push(chunk)
    this.#read()
  }

  /** Takes requests until there is no whole one left, or until it must wait. */
  #read(): void {
    while (!this.#pausedByPeer && !this.#backlogged && !this.#closing) {
      const decoded = this.#decoder.next()
      if (decoded === undefined) {
        if (this.#socket.isPaused()) this.#socket.resume()
        return
      }
      this.#onDecoded(decoded)
      if (this.queuedBytes > this.#limits.unreadBytesPause) this.#backlogged = true
    }
    if (!this.#closing) this.#socket.pause()
  }

  /** From a turn of its own: the peer is not called from within its own call. */
  #readLater(): void {
    process.nextTick(() => {
      if (!this.#socket.destroyed) this.#read()
    })
  }

  #onDecoded(decoded: Decoded): void {
    switch (decoded.type) {
      case 'frame':
        this.received++
        if (this.#handler === undefined) {
          clearTimeout(this.#deadline)
          this.#handler = this.#options.accept(this)
        }
        this.#handler.onFrame(decoded.frame)
        return
      case 'word':
        this.received++
        this.#close(this.#options.fourLetterWord(decoded.word))
        return
      case 'refused':
        this.#close()
        return
    }
  }

  #onDrain(): void {
    if (!this.#backlogged) return
    this.#backlogged = false
    this.#read()
  }

  #onClose(): void {
    clearTimeout(this.#deadline)
    this.#closing = true
    this.#handler?.onClose()
  }
}
