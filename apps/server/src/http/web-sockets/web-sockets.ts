/**
 * WebSockets on the HTTP port: a table from path to acceptor. What is not for the table, not from an allowed page, or too many is
 * refused with a status and a sentence before it costs more than its headers. No compression.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { http } from '../node-http.ts'
import type { WebSocketAcceptor, WebSocketAcceptors } from './acceptor.ts'
import { Liveness } from './liveness.ts'
import { originRefusal } from './origin.ts'

export type WebSocketsOptions = {
  readonly acceptors: WebSocketAcceptors
  /** Origins of pages that may connect, besides those from our own host. */
  readonly allowedOrigins: readonly string[]
  /** A connection is asked for a sign of life this often, milliseconds, and cut when there was none until the next time. */
  readonly pingMs?: number
}

type Door = { readonly acceptor: WebSocketAcceptor; readonly server: WebSocketServer; open: number }
type Refusal = { readonly code: number; readonly why: string }

const PING_MS = 15_000
/** How long a connection has to answer our farewell. */
const LINGER_MS = 1_000
/** The other side may know it as "going away". */
const GOING_AWAY = 1001

export class WebSockets {
  readonly #doors = new Map<string, Door>()
  readonly #open = new Set<WebSocket>()
  readonly #allowedOrigins: readonly string[]
  readonly #liveness: Liveness

  constructor({ acceptors, allowedOrigins, pingMs = PING_MS }: WebSocketsOptions) {
    this.#allowedOrigins = allowedOrigins
    this.#liveness = new Liveness(pingMs)
    for (const [path, acceptor] of Object.entries(acceptors)) {
      const server = new WebSocketServer({
        noServer: true,
        clientTracking: false,
        perMessageDeflate: false,
        maxPayload: acceptor.messageBytesMax,
      })
      this.#doors.set(path, { acceptor, server, open: 0 })
    }
  }

  /** The paths that speak WebSocket. */
  has(path: string): boolean {
    return this.#doors.has(path)
  }

  /** Takes an upgrade request over, or answers it with a refusal. @returns whether it became a WebSocket. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): boolean {
    // What breaks now closes; nobody else hears of it.
    socket.on('error', () => socket.destroy())
    const door = this.#doors.get(pathOf(request))
    const refusal = door === undefined ? this.#noSuchPath() : this.#refusal(request, socket, door)
    if (door === undefined || refusal !== undefined) {
      if (refusal !== undefined) refuse(socket, refusal)
      return false
    }
    let upgraded = false
    door.server.handleUpgrade(request, socket, head, (ws) => {
      upgraded = true
      this.#onOpen(door, ws, socket, request)
    })
    return upgraded
  }

  /** Says farewell to all; who does not answer is cut after a second. */
  close(): void {
    for (const ws of this.#open) {
      ws.close(GOING_AWAY, 'the peer stops')
      const deadline = setTimeout(() => ws.terminate(), LINGER_MS)
      ws.once('close', () => clearTimeout(deadline))
    }
  }

  #noSuchPath(): Refusal {
    return { code: 404, why: `WebSocket is spoken on: ${[...this.#doors.keys()].join(' ') || 'no path of this port'}` }
  }

  #refusal({ headers }: IncomingMessage, socket: Socket, { acceptor, open }: Door): Refusal | undefined {
    const why = originRefusal({ origin: headers.origin, host: headers.host }, this.#allowedOrigins)
    if (why !== undefined) return { code: 403, why }
    const tooMany =
      acceptor.connectionsMax > 0 && open >= acceptor.connectionsMax
        ? `There are ${open} connections already, which is the limit. Close one, or try another peer.`
        : acceptor.refusal?.(socket.remoteAddress ?? '')
    return tooMany === undefined ? undefined : { code: 503, why: tooMany }
  }

  #onOpen(door: Door, ws: WebSocket, socket: Socket, request: IncomingMessage): void {
    door.open++
    this.#open.add(ws)
    ws.once('close', () => {
      door.open--
      this.#open.delete(ws)
    })
    // A broken connection is a closed one; 'close' follows.
    ws.on('error', () => {})
    this.#liveness.watch(ws, socket)
    door.acceptor.accept({ ws, socket, request })
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/'
}

function refuse(socket: Socket, { code, why }: Refusal): void {
  const body = `${why}\n`
  const head = [
    `HTTP/1.1 ${code} ${http.STATUS_CODES[code] ?? ''}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // The other side reads it or does not; it gets a second for that.
  const deadline = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(deadline))
  socket.resume()
}
