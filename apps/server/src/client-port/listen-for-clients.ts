/**
 * START HERE. The client port: ZooKeeper's protocol over TCP, and the four-letter words of monitors on the same port. A connection
 * becomes a client of the peer with its first request; what it does wrong closes it and nobody else.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import type { FourLetterWord } from '@quoll/protocol/client'
import { ClientSocket } from './client-socket.ts'
import { type ClientPortLimits, DEFAULT_CLIENT_PORT_LIMITS } from './limits.ts'

export type ClientPortOptions = {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly limits?: Partial<ClientPortLimits>
  readonly accept: (connection: ClientConnection) => ClientHandler
  /** The answer to a four-letter word; undefined closes without one. */
  readonly fourLetterWord: (word: FourLetterWord) => string | undefined
}

export type ClientPort = {
  readonly port: number
  readonly stats: ClientPortStats
  /** What is open now, clients and others. */
  connections(): Iterable<ClientSocket>
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
  readonly #server: Server
  readonly #open = new Set<ClientSocket>()
  readonly #perAddress = new Map<string, number>()
  #toFlush: ClientSocket[] = []
  #accepted = 0
  #refused = 0
  /** Of connections that are closed. */
  #receivedBefore = 0
  #sentBefore = 0

  constructor(options: ClientPortOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_CLIENT_PORT_LIMITS, ...options.limits }
    this.#server = createServer({ noDelay: true }, (socket) => this.#onConnection(socket))
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

  connections(): Iterable<ClientSocket> {
    return this.#open.values()
  }

  close(done: () => void): void {
    this.#server.close(() => done())
    for (const connection of this.#open) connection.close()
  }

  #onConnection(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '')
    const sameAddress = this.#perAddress.get(address) ?? 0
    const { connectionsPerAddressMax, connectionsMax } = this.#limits
    if (isFull(sameAddress, connectionsPerAddressMax) || isFull(this.#open.size, connectionsMax)) {
      this.#refused++
      socket.on('error', () => {})
      socket.resetAndDestroy()
      return
    }

    this.#accepted++
    this.#perAddress.set(address, sameAddress + 1)
    const connection = new ClientSocket({
      socket,
      address,
      limits: this.#limits,
      accept: this.#options.accept,
      fourLetterWord: this.#options.fourLetterWord,
      flushLater: (each) => this.#flushLater(each),
    })
    this.#open.add(connection)
    socket.on('close', () => this.#forget(connection))
  }

  #forget(connection: ClientSocket): void {
    this.#open.delete(connection)
    this.#receivedBefore += connection.received
    this.#sentBefore += connection.sent
    const left = (this.#perAddress.get(connection.address) ?? 1) - 1
    if (left > 0) this.#perAddress.set(connection.address, left)
    else this.#perAddress.delete(connection.address)
  }

  /** One turn's end serves all connections that were written to in it. */
  #flushLater(connection: ClientSocket): void {
    if (this.#toFlush.length === 0) process.nextTick(() => this.#flush())
    this.#toFlush.push(connection)
  }

  #flush(): void {
    const connections = this.#toFlush
    this.#toFlush = []
    for (const connection of connections) connection.flush()
  }
}

function isFull(count: number, max: number): boolean {
  return max > 0 && count >= max
}

/** An IPv4 client on a port for both kinds of addresses is known by its IPv4 address: ACLs name it so. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
