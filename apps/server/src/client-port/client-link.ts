/**
 * One client on its wire. Requests are taken off it one by one, so that a client is stopped in the middle of what it sent: when the
 * peer asks for a pause, or when it does not read its replies. Replies of one turn leave together.
 */
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import type { Decoded, FourLetterWord } from '@quoll/protocol/client'
import type { FrameWire, WireListener } from './frame-wire.ts'
import type { ClientPortLimits } from './limits.ts'

/** What all links of a port share. */
export type LinkHost = {
  readonly limits: ClientPortLimits
  /** Called with the first request: what has sent none is no client yet. */
  readonly accept: (connection: ClientConnection) => ClientHandler
  readonly fourLetterWord: (word: FourLetterWord) => string | undefined
  /** Asks for a `flush` at the end of the turn; `unasked`: nobody waits, so it may come later still. */
  readonly flushLater: (link: ClientLink, unasked: boolean) => void
  readonly onClose: (link: ClientLink) => void
}

export type ClientLinkOptions = {
  readonly wire: FrameWire
  readonly address: string
  readonly port: number
  readonly host: LinkHost
}

export class ClientLink implements ClientConnection, WireListener {
  readonly address: string
  /** Milliseconds since 1970. */
  readonly establishedMs: number = Date.now()
  /** Frames. */
  received = 0
  sent = 0
  readonly #wire: FrameWire
  readonly #host: LinkHost
  readonly #port: number
  #handler: ClientHandler | undefined
  #pausedByPeer = false
  #backlogged = false
  /** What is kept is news only; a reply behind it hurries it on. */
  #flushesLate = false
  #closing = false
  #closed = false
  /** Until the first request is whole; then, until the last reply is taken. */
  #deadline: NodeJS.Timeout | undefined

  constructor({ wire, address, port, host }: ClientLinkOptions) {
    this.#wire = wire
    this.#host = host
    this.#port = port
    this.address = address
    this.#deadline = setTimeout(cut, host.limits.handshakeMs, wire)
    wire.listen(this)
  }

  get name(): string {
    return `${this.address.includes(':') ? `[${this.address}]` : this.address}:${this.#port}`
  }

  /** Bytes that the operating system has not taken yet: the client does not read, or the turn is not over. */
  get queuedBytes(): number {
    return this.#wire.queuedBytes
  }

  send(frame: Uint8Array, unasked = false): void {
    if (this.#closing || !this.#wire.isWritable) return
    if (this.queuedBytes > this.#host.limits.unreadBytesMax) {
      this.#wire.cut()
      return
    }
    this.sent++
    if (!this.#wire.add(frame) && (unasked || !this.#flushesLate)) return
    this.#flushesLate = unasked
    this.#host.flushLater(this, unasked)
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
    this.#noDeadline()
    this.#deadline = setTimeout(cut, this.#host.limits.lingerMs, this.#wire)
  }

  /** A timer that is held is kept, cleared or not. */
  #noDeadline(): void {
    clearTimeout(this.#deadline)
    this.#deadline = undefined
  }

  onReadable(): void {
    this.#read()
  }

  onDrain(): void {
    if (!this.#backlogged) return
    this.#backlogged = false
    this.#read()
  }

  onClose(): void {
    this.#noDeadline()
    this.#closing = true
    this.#closed = true
    this.#host.onClose(this)
    this.#handler?.onClose()
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
      if (this.queuedBytes > this.#host.limits.unreadBytesPause) this.#backlogged = true
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
          this.#noDeadline()
          this.#handler = this.#host.accept(this)
        }
        this.#handler.onFrame(decoded.frame)
        return
      case 'word':
        this.received++
        this.#close(this.#host.fourLetterWord(decoded.word))
        return
      case 'refused':
        this.#close()
        return
    }
  }
}

function cut(wire: FrameWire): void {
  wire.cut()
}
