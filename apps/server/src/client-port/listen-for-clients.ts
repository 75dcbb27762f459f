/**
 * START HERE. The client port: ZooKeeper's protocol over TCP, and the four-letter words of monitors on the same port. The same
 * frames over WebSocket come from the HTTP port and share everything with it, the limits too. A connection becomes a client of the
 * peer with its first request; what it does wrong closes it and nobody else.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import type { FourLetterWord } from '@quoll/protocol/client'
import type { WebSocketAcceptor } from '../http/web-sockets/index.ts'
import { ClientLink, type LinkHost } from './client-link.ts'
import { FlushTurns } from './flush-turns.ts'
import type { FrameWire } from './frame-wire.ts'
import { type ClientPortLimits, DEFAULT_CLIENT_PORT_LIMITS } from './limits.ts'
import { TcpWire } from './tcp-wire.ts'
import { WebSocketWire } from './web-socket-wire.ts'

export type ClientPortOptions = {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly limits?: Partial<ClientPortLimits>
  readonly accept: (connection: ClientConnection) => ClientHandler
  /** Why nobody is taken over WebSocket, in a sentence; undefined: everybody is. */
  readonly webSocketRefusal?: string | undefined
  /** The answer to a four-letter word; undefined closes without one. */
  readonly fourLetterWord: (word: FourLetterWord) => string | undefined
}

export type ClientPort = {
  readonly port: number
  readonly stats: ClientPortStats
  /** Takes clients that come over WebSocket, one frame per message. They count as if they had come over TCP. */
  readonly webSocket: WebSocketAcceptor
  /** What is open now, clients and others. */
  connections(): Iterable<ClientLink>
  /** Counts frames from now on: of the port, or of each connection that is open. */
  resetStats(): void
  resetConnections(): void
  /** Takes no more connections and closes the open ones behind their last replies; `done` when none is left. */
  close(done: () => void): void
}

/** Since the port was opened. Frames, not bytes; a four-letter word counts as one received. */
export type ClientPortStats = {
  readonly open: number
  readonly accepted: number
  /** Reset at once, because there were too many. */
  readonly refused: number
  readonly received: number
  readonly sent: number
}

/** Opens the client port. Rejects when the port is taken or may not be opened. */
export async function listenForClients(options: ClientPortOptions): Promise<ClientPort> {
  const listener = new ClientListener(options)
  await listener.open()
  return listener
}

class ClientListener implements ClientPort {
  /** Known once the port is open. */
  port = 0
  readonly #options: ClientPortOptions
  readonly #limits: ClientPortLimits
  readonly #host: LinkHost
  readonly #server: Server
  readonly webSocket: WebSocketAcceptor
  readonly #open = new Set<ClientLink>()
  readonly #perAddress = new Map<string, number>()
  readonly #flushes = new FlushTurns<ClientLink>()
  #closing = false
  #whenEmpty: (() => void) | undefined
  #accepted = 0
  #refused = 0
  /** Of connections that are closed. */
  #receivedBefore = 0
  #sentBefore = 0

  constructor(options: ClientPortOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_CLIENT_PORT_LIMITS, ...options.limits }
    this.#host = {
      limits: this.#limits,
      accept: options.accept,
      fourLetterWord: options.fourLetterWord,
      flushLater: (link, unasked) => this.#flushes.later(link, unasked),
      onClose: (link) => this.#forget(link),
    }
    this.#server = createServer({ noDelay: true }, (socket) => this.#onConnection(socket))
    this.webSocket = {
      messageBytesMax: this.#limits.frameBytesMax,
      connectionsMax: 0,
      refusal: (address) => options.webSocketRefusal ?? this.#refusal(plainAddress(address)),
      accept: ({ ws, socket }) => this.#admit(new WebSocketWire(ws, socket), socket),
    }
  }

  get stats(): ClientPortStats {
    let received = this.#receivedBefore
    let sent = this.#sentBefore
    for (const connection of this.#open) {
      received += connection.received
      sent += connection.sent
    }
    return { open: this.#open.size, accepted: this.#accepted, refused: this.#refused, received, sent }
  }

  open(): Promise<void> {
    const { host, port } = this.#options
    return new Promise((opened, failed) => {
      this.#server.once('error', failed)
      this.#server.listen(port, host, () => {
        this.#server.off('error', failed)
        // Out of file descriptors: the connection is lost, the port is not.
        this.#server.on('error', () => {})
        const bound = this.#server.address()
        if (bound !== null && typeof bound === 'object') this.port = bound.port
        opened()
      })
    })
  }

  connections(): Iterable<ClientLink> {
    return this.#open.values()
  }

  resetStats(): void {
    this.#receivedBefore = 0
    this.#sentBefore = 0
    for (const link of this.#open) {
      this.#receivedBefore -= link.received
      this.#sentBefore -= link.sent
    }
  }

  /** The port's own counts stay what they were. */
  resetConnections(): void {
    for (const link of this.#open) {
      this.#receivedBefore += link.received
      this.#sentBefore += link.sent
      link.received = 0
      link.sent = 0
    }
  }

  close(done: () => void): void {
    this.#closing = true
    this.#server.close(() => {
      // The server knows its own sockets only, not those that came over HTTP.
      if (this.#open.size === 0) done()
      else this.#whenEmpty = done
    })
    for (const link of this.#open) link.close()
  }

  #onConnection(socket: Socket): void {
    if (this.#refusal(plainAddress(socket.remoteAddress ?? '')) !== undefined) {
      socket.on('error', () => {})
      socket.resetAndDestroy()
      return
    }
    this.#admit(new TcpWire(socket, this.#limits.frameBytesMax), socket)
  }

  /** Why one more connection from there would be too many. */
  #refusal(address: string): string | undefined {
    if (this.#closing) return 'This peer is about to stop. Try another one.'
    const { connectionsPerAddressMax, connectionsMax } = this.#limits
    const sameAddress = isFull(this.#perAddress.get(address) ?? 0, connectionsPerAddressMax)
    if (!sameAddress && !isFull(this.#open.size, connectionsMax)) return undefined
    this.#refused++
    return sameAddress
      ? `There are ${connectionsPerAddressMax} connections from ${address} already (maxClientCnxns).`
      : `There are ${connectionsMax} connections already (maxCnxns).`
  }

  #admit(wire: FrameWire, socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '')
    this.#accepted++
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1)
    this.#open.add(new ClientLink({ wire, address, port: socket.remotePort ?? 0, host: this.#host }))
  }

  #forget(link: ClientLink): void {
    this.#open.delete(link)
    this.#receivedBefore += link.received
    this.#sentBefore += link.sent
    const left = (this.#perAddress.get(link.address) ?? 1) - 1
    if (left > 0) this.#perAddress.set(link.address, left)
    else this.#perAddress.delete(link.address)
    if (this.#open.size === 0) this.#whenEmpty?.()
  }
}

function isFull(count: number, max: number): boolean {
  return max > 0 && count >= max
}

/** An IPv4 client on a port for both kinds of addresses is known by its IPv4 address: ACLs name it so. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
