/** The HTTP port: small pages for probes, monitors and the dashboard. Reads only, bounded, nothing that needs a secret. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { PeerAddress } from '@quoll/transport-ws'

export type Page = { readonly code: number; readonly type: 'text' | 'json' | 'metrics'; readonly body: string }

/** What answers a path, asked for each request anew. */
export type Pages = Readonly<Record<string, () => Page>>

export type HttpPort = { readonly port: number; close(done: () => void): void }

const TYPES = {
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
} as const

const CONNECTIONS_MAX = 64
const HEADER_BYTES_MAX = 8 * 1024
const REQUEST_MS = 5_000

/** Rejects when the port is taken or may not be opened. Port 0: any free one. */
export function listenForHttp({ host, port }: PeerAddress, pages: Pages): Promise<HttpPort> {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      requestTimeout: REQUEST_MS,
      headersTimeout: REQUEST_MS,
      keepAliveTimeout: REQUEST_MS,
    },
    (request, response) => answer(request, response, pages),
  )
  server.maxConnections = CONNECTIONS_MAX
  return new Promise((opened, failed) => {
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      server.on('error', () => {})
      opened({ port: portOf(server), close: (done) => close(server, done) })
    })
  })
}

function answer(request: IncomingMessage, response: ServerResponse, pages: Pages): void {
  // A body is never looked at, and never waited for.
  request.resume()
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    respond(response, { code: 405, type: 'text', body: 'This port answers GET only.\n' })
    return
  }
  const page = Object.hasOwn(pages, path) ? pages[path]?.() : undefined
  respond(response, page ?? { code: 404, type: 'text', body: `Pages: ${Object.keys(pages).join(' ')}\n` })
}

function respond(response: ServerResponse, { code, type, body }: Page): void {
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

function close(server: Server, done: () => void): void {
  server.close(() => done())
  server.closeAllConnections()
}
