/**
 * Frames over TCP, a length word before each. What is sent within one turn leaves in one write. Names are looked up on
 * every dial, so that a server which moved is found again.
 */
import { connect, type Socket } from 'node:net'
import { FrameDecoder } from '@quoll/protocol/client'
import type { Address, Link, LinkListener, Transport } from './transport.ts'

export type TcpTransportOptions = {
  /** Bytes of the longest frame that is taken. */
  readonly frameBytesMax: number
}

export function tcpTransport({ frameBytesMax }: TcpTransportOptions): Transport {
  return { dial: (address, listener) => new TcpLink(address, listener, frameBytesMax) }
}

class TcpLink implements Link {
  readonly #socket: Socket
  readonly #listener: LinkListener
  readonly #decoder: FrameDecoder
  /** Frames of this turn, with their length words. */
  #outgoing: Uint8Array[] = []
  #closed = false
  #why = 'the server closed it'

  constructor({ host, port }: Address, listener: LinkListener, frameBytesMax: number) {
    this.#listener = listener
    this.#decoder = new FrameDecoder({ frameBytesMax, fourLetterWords: false })
    this.#socket = connect({ host, port, noDelay: true })
    this.#socket.on('connect', () => {
      if (!this.#closed) listener.onOpen()
    })
    this.#socket.on('data', (chunk: Buffer) => this.#onBytes(chunk))
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#why = wordsFor(error)
    })
    this.#socket.on('close', () => this.#onClosed())
  }

  send(frame: Uint8Array): void {
    if (this.#closed) return
    if (this.#outgoing.length === 0) process.nextTick(() => this.#flush())
    this.#outgoing.push(lengthWord(frame.length), frame)
  }

  close(): void {
    this.#closed = true
    this.#socket.destroy()
  }

  #flush(): void {
    const frames = this.#outgoing
    this.#outgoing = []
    if (!this.#closed) this.#socket.write(Buffer.concat(frames))
  }

  #onBytes(chunk: Uint8Array): void {
    this.#decoder.push(chunk)
    while (!this.#closed) {
      const decoded = this.#decoder.next()
      if (decoded === undefined) return
      if (decoded.type === 'frame') this.#listener.onFrame(decoded.frame)
      else return this.#refuse(decoded.type === 'refused' ? decoded.length : 0)
    }
  }

  #refuse(length: number): void {
    this.#why = `the server announced a frame of ${length} bytes`
    this.#socket.destroy()
  }

  #onClosed(): void {
    if (this.#closed) return
    this.#closed = true
    this.#listener.onClosed(this.#why)
  }
}

function lengthWord(length: number): Uint8Array {
  const word = Buffer.allocUnsafe(4)
  word.writeInt32BE(length)
  return word
}

function wordsFor({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nobody listens there'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the server broke it off'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name is not known'
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'it cannot be reached'
    default:
      return message
  }
}
