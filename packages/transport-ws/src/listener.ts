/**
 * The peer port: an HTTP server that only knows how to become a WebSocket. Everybody may connect, so everybody is a stranger until
 * the handshake is done: strangers are few, have little time, and are dropped without anybody else noticing.
 */
import type { Server } from 'node:http'
import { Socket } from 'node:net'
import type { PeerId } from '@quoll/core'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Identity } from './handshake.ts'
import { http } from './node-http.ts'
import { openAsAcceptor } from './opening.ts'
import type { PeerAddress, TransportLimits, TransportTiming } from './options.ts'
import { PEER_PATH, webSocketOptions } from './web-socket-options.ts'

export type ListenerOptions = {
  readonly listen: PeerAddress
  readonly identity: Identity
  readonly limits: TransportLimits
  readonly timing: TransportTiming
  readonly onPeer: (peer: PeerId, ws: WebSocket, socket: Socket) => void
  readonly onRefused: (address: string, why: string) => void
  readonly onListening: (port: number) => void
  readonly onListenFailed: ((error: Error) => void) | undefined
}

export class Listener {
  readonly #options: ListenerOptions
  readonly #http: Server
  readonly #webSockets: WebSocketServer
  readonly #strangers = new Strangers()
  readonly #sockets = new Set<Socket>()

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#webSockets = new WebSocketServer({
      noServer: true,
      path: PEER_PATH,
      clientTracking: false,
      ...webSocketOptions(options.limits),
    })
    this.#http = http.createServer({ maxHeaderSize: 4096, noDelay: true }, (_request, response) => {
      const sentence = 'This is the port for peers of a Quoll ensemble; it speaks WebSocket only.\n'
      response.writeHead(426, { upgrade: 'websocket', connection: 'close', 'content-type': 'text/plain' })
      response.end(sentence)
    })
    this.#http.on('connection', (socket) => this.#onConnection(socket))
    this.#http.on('upgrade', (request, socket, head) => {
      if (socket instanceof Socket) {
        this.#webSockets.handleUpgrade(request, socket, head, (ws) => this.#onWebSocket(ws, socket))
      } else {
        socket.destroy()
      }
    })
    this.#http.on('clientError', (_error, socket) => socket.destroy())
    if (options.onListenFailed !== undefined) this.#http.on('error', options.onListenFailed)
  }

  open(): void {
    const { listen, onListening } = this.#options
    this.#http.listen(listen.port, listen.host, () => {
      const bound = this.#http.address()
      if (bound !== null && typeof bound === 'object') onListening(bound.port)
    })
  }

  /** Takes no more connections and drops the strangers; `done` when every accepted connection is closed. */
  close(done: () => void): void {
    this.#strangers.dropAll()
    // Asked on a port that never opened, close says so in its argument: there is nothing left open all the same.
    this.#http.close(() => done())
    this.#http.closeIdleConnections()
  }

  /** Ends what is still open, whatever it has to say. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #onConnection(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    this.#strangers.add(socket, this.#options.limits.strangersMax, this.#options.timing.handshakeMs)
  }

  #onWebSocket(ws: WebSocket, socket: Socket): void {
    const { identity, timing, onPeer, onRefused } = this.#options
    const address = socket.remoteAddress ?? 'an unknown address'
    openAsAcceptor({
      ws,
      socket,
      identity,
      lingerMs: timing.lingerMs,
      onKnown: (peer) => {
        this.#strangers.forget(socket)
        onPeer(peer, ws, socket)
      },
      onFailed: (why) => onRefused(address, why),
    })
  }
}

/** Connections nobody vouched for, oldest first. Under a flood the oldest goes: an honest handshake takes milliseconds. */
class Strangers {
  readonly #deadlines = new Map<Socket, NodeJS.Timeout>()

  add(socket: Socket, max: number, patienceMs: number): void {
    if (this.#deadlines.size >= max) {
      for (const oldest of this.#deadlines.keys()) {
        this.#drop(oldest)
        break
      }
    }
    this.#deadlines.set(
      socket,
      setTimeout(() => this.#drop(socket), patienceMs),
    )
    socket.on('close', () => this.forget(socket))
    // Until ws or HTTP listens; a stranger's broken connection is nobody's error.
    socket.on('error', () => socket.destroy())
  }

  forget(socket: Socket): void {
    clearTimeout(this.#deadlines.get(socket))
    this.#deadlines.delete(socket)
  }

  dropAll(): void {
    for (const socket of this.#deadlines.keys()) this.#drop(socket)
  }

  #drop(socket: Socket): void {
    this.forget(socket)
    socket.destroy()
  }
}
