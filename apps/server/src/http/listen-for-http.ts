/**
 * The HTTP port: small pages for probes, monitors and the dashboard, and WebSockets on the paths of a table. Pages are read only,
 * bounded, and need no secret.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { PeerAddress } from '@quoll/transport-ws'
import { http } from './node-http.ts'
import { type WebSocketAcceptors, WebSockets } from './web-sockets/index.ts'

export type Page = { readonly code: number; readonly type: 'text' | 'json' | 'metrics'; readonly body: string }

/** What answers a path, asked for each request anew. */
export type Pages = Readonly<Record<string, () => Page>>

export type HttpPortOptions = {
  readonly address: PeerAddress
  readonly pages: Pages
  readonly webSockets?: WebSocketAcceptors
  /** Origins whose pages may open a WebSocket, besides those from our own host. */
  readonly allowedOrigins?: readonly string[]
  /** How often a WebSocket is asked for a sign of life, milliseconds. */
  readonly pingMs?: number
}

export type HttpPort = {
  readonly port: number
  /** Ends what is open, WebSockets with a farewell; `done` when nothing is. */
  close(done: () => void): void
}

const TYPES = {
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
} as const

/** Of those that ask for pages; each path of the WebSockets has its own bound. */
const CONNECTIONS_MAX = 64
const HEADER_BYTES_MAX = 8 * 1024
const REQUEST_MS = 5_000

/** Rejects when the port is taken or may not be opened. Port 0: any free one. */
export function listenForHttp(options: HttpPortOptions): Promise<HttpPort> {
  const { address, pages, webSockets: acceptors = {}, allowedOrigins = [], pingMs } = options
  const webSockets = new WebSockets({ acceptors, allowedOrigins, ...(pingMs === undefined ? {} : { pingMs }) })
  const server = http.createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      requestTimeout: REQUEST_MS,
      headersTimeout: REQUEST_MS,
      keepAliveTimeout: REQUEST_MS,
      // An upgrade to anything else is answered with the page, as if it had not been asked for.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => respond(response, pageFor(request, pages, webSockets)),
  )
  boundConnections(server, webSockets)
  return new Promise((opened, failed) => {
    server.once('error', failed)
    server.listen(address.port, address.host, () => {
      server.off('error', failed)
      server.on('error', () => {})
      opened({ port: portOf(server), close: (done) => close(server, webSockets, done) })
    })
  })
}

/** Counts a connection among those for pages until it becomes a WebSocket; the server's own bound would count those, too. */
function boundConnections(server: Server, webSockets: WebSockets): void {
  const forPages = new Set<unknown>()
  server.on('connection', (socket) => {
    if (forPages.size >= CONNECTIONS_MAX) {
      socket.destroy()
      return
    }
    forPages.add(socket)
    socket.once('close', () => forPages.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    if (!(socket instanceof Socket)) socket.destroy()
    else if (webSockets.upgrade(request, socket, head)) forPages.delete(socket)
  })
}

function pageFor(request: IncomingMessage, pages: Pages, webSockets: WebSockets): Page {
  // A body is never looked at, and never waited for.
  request.resume()
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { code: 405, type: 'text', body: 'This port answers GET only.\n' }
  }
  const page = Object.hasOwn(pages, path) ? pages[path]?.() : undefined
  if (page !== undefined) return page
  if (webSockets.has(path)) return { code: 426, type: 'text', body: `${path} speaks WebSocket only.\n` }
  return { code: 404, type: 'text', body: `Pages: ${Object.keys(pages).join(' ')}\n` }
}

function respond(response: ServerResponse, { code, type, body }: Page): void {
  if (code === 405) response.setHeader('allow', 'GET, HEAD')
  if (code === 426) response.setHeader('upgrade', 'websocket')
  response.writeHead(code, {
    'content-type': TYPES[type],
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}

function portOf(server: Server): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function close(server: Server, webSockets: WebSockets, done: () => void): void {
  server.close(() => done())
  server.closeAllConnections()
  webSockets.close()
}
