/**
 * One client on its wire. Requests are taken off it one by one, so that a client is stopped in the middle of what it sent: when the
 * peer asks for a pause, or when it does not read its replies. Replies of one turn leave together.
 */
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import type { Decoded, FourLetterWord } from '@quoll/protocol/client'
import type { FrameWire } from './frame-wire.ts'
import type { ClientPortLimits } from './limits.ts'

export type ClientLinkOptions = {
  readonly wire: FrameWire
  readonly address: string
  readonly port: number
  readonly limits: ClientPortLimits
  /** Called with the first request: what has sent none is no client yet. */
  readonly accept: (connection: ClientConnection) => ClientHandler
  readonly fourLetterWord: (word: FourLetterWord) => string | undefined
  /** Asks for a `flush` at the end of the turn. */
  readonly flushLater: (link: ClientLink) => void
  readonly onClose: (link: ClientLink) => void
}

export class ClientLink implements ClientConnection {
  readonly address: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly establishedMs: number = Date.now()
  /** Frames. */
  received = 0
  sent = 0
  readonly #wire: FrameWire
  readonly #limits: ClientPortLimits
  readonly #options: ClientLinkOptions
  #handler: ClientHandler | undefined
  #pausedByPeer = false
  #backlogged = false
  #closing = false
  #closed = false
  /** Until the first request is whole; then, until the last reply is taken. */
  #deadline: NodeJS.Timeout

  constructor(options: ClientLinkOptions) {
    const { wire, address, port, limits } = options
    this.#options = options
    this.#wire = wire
    this.#limits = limits
    this.address = address
    this.name = `${address.includes(':') ? `[${address}]` : address}:${port}`
    this.#deadline = setTimeout(() => wire.cut(), limits.handshakeMs)

    wire.listen({
      onReadable: () => this.#read(),
      onDrain: () => this.#onDrain(),
      onClose: () => this.#onClose(),
    })
  }

  /** Bytes that the operating system has not taken yet: the client does not read, or the turn is not over. */
  get queuedBytes(): number {
    return this.#wire.queuedBytes
  }

  send(frame: Uint8Array): void {
    if (this.#closing || !this.#wire.isWritable) return
    if (this.queuedBytes > this.#limits.unreadBytesMax) {
      this.#wire.cut()
      return
    }
    this.sent++
    if (this.#wire.add(frame)) this.#options.flushLater(this)
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
    this.#wire.flush()
    if (!this.#backlogged || this.#wire.needsDrain) return
    this.#backlogged = false
    this.#readLater()
  }

  #close(lastWords = ''): void {
    if (this.#closing) return
    this.#closing = true
    this.flush()
    this.#wire.end(lastWords)
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#wire.cut(), this.#limits.lingerMs)
  }

  /** Takes requests until there is no whole one left, or until it must wait. */
  #read(): void {
    while (!this.#pausedByPeer && !this.#backlogged && !this.#closing) {
      const decoded = this.#wire.next()
      if (decoded === undefined) {
        this.#wire.goOnReading()
        return
      }
      this.#onDecoded(decoded)
      if (this.queuedBytes > this.#limits.unreadBytesPause) this.#backlogged = true
    }
    if (!this.#closing) this.#wire.stopReading()
  }

  /** From a turn of its own: the peer is not called from within its own call. */
  #readLater(): void {
    process.nextTick(() => {
      if (!this.#closed) this.#read()
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
    this.#closed = true
    this.#options.onClose(this)
    this.#handler?.onClose()
  }
}
