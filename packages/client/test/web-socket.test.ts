/** Frames over a WebSocket that does what a test tells it to; over real ones: test/real. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { connect, type WebSocketLike, webSocketTransport } from '../src/index.ts'
import { rejection } from './scripted.ts'

/** As a browser has it. */
class PlayedWebSocket implements WebSocketLike {
  static newest: PlayedWebSocket
  binaryType = 'blob'
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly sent: Uint8Array[] = []
  closed = 0
  readonly url: string

  constructor(url: string) {
    if (url.startsWith('ws://unsafe')) throw new Error('a page that came over TLS may not do that')
    this.url = url
    PlayedWebSocket.newest = this
  }

  send(data: Uint8Array): void {
    this.sent.push(data)
  }

  close(): void {
    this.closed++
  }

  play(event: 'open' | 'message' | 'close' | 'error', detail: object = {}): void {
    const listener: unknown = this[`on${event}`]
    if (typeof listener === 'function') listener({ type: event, ...detail })
  }
}

function dial(url: string | undefined, frameBytesMax = 100) {
  const heard: string[] = []
  const transport = webSocketTransport({ WebSocket: PlayedWebSocket, frameBytesMax })
  const link = transport.dial(
    { host: '::1', port: 8080, ...(url === undefined ? {} : { url }) },
    {
      onOpen: () => heard.push('open'),
      onFrame: (frame) => heard.push(String(frame)),
      onClosed: (why) => heard.push(`closed: ${why}`),
    },
  )
  return { heard, link, ws: PlayedWebSocket.newest }
}

test('a message is a frame, both ways', () => {
  const { heard, link, ws } = dial('ws://one:1/client')
  expect([ws.url, ws.binaryType]).toEqual(['ws://one:1/client', 'arraybuffer'])
  ws.play('open')
  ws.play('message', { data: Uint8Array.of(1, 2).buffer })
  link.send(Uint8Array.of(3))
  expect(heard).toEqual(['open', '1,2'])
  expect(ws.sent).toEqual([Uint8Array.of(3)])
})

test('an address without a URL means /client', () => {
  expect(dial(undefined).ws.url).toBe('ws://[::1]:8080/client')
})

test.each([
  ['text', 'hello', 'closed: the server sent text'],
  ['a frame that is too long', new ArrayBuffer(101), 'closed: the server sent a frame of 101 bytes'],
])('%s ends the connection', (_, data, told) => {
  const { heard, ws } = dial('ws://one:1/client')
  ws.play('open')
  ws.play('message', { data })
  ws.play('message', { data: new ArrayBuffer(1) })
  expect([heard, ws.closed]).toEqual([['open', told], 1])
})

test.each([
  [{ code: 1000, reason: '' }, 'closed: the server closed it'],
  [{ code: 1001, reason: 'the peer stops' }, 'closed: the peer stops'],
  [{ code: 1006, reason: '' }, 'closed: it was broken off'],
  [{ code: 4000, reason: '' }, 'closed: it was closed with code 4000'],
])('an end with %j is told once, in words', (detail, told) => {
  const { heard, ws, link } = dial('ws://one:1/client')
  ws.play('open')
  ws.play('error')
  ws.play('close', detail)
  ws.play('close', detail)
  link.send(Uint8Array.of(1))
  expect(heard).toEqual(['open', told])
})

test('after close nothing is heard any more', () => {
  const { heard, ws, link } = dial('ws://one:1/client')
  link.close()
  ws.play('open')
  ws.play('message', { data: new ArrayBuffer(1) })
  ws.play('close', { code: 1000, reason: '' })
  expect([heard, ws.closed]).toEqual([[], 1])
})

test('what may not be dialled is told later, not thrown', async () => {
  const { heard } = dial('ws://unsafe/client')
  expect(heard).toEqual([])
  await Promise.resolve()
  expect(heard).toEqual(['closed: a page that came over TLS may not do that'])
})

test('a port that speaks HTTP only, and one where nobody listens: connect says what it met', async () => {
  const http = createServer((_, response) => response.writeHead(426).end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => http.once('listening', resolve))
  const hosts = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/client`
  const failed = await rejection(connect({ hosts, sessionTimeoutMs: 300 }))
  expect(failed).toMatchObject({
    code: 'CONNECTION_LOSS',
    message: `no server served us within 300 ms (${hosts}: no WebSocket could be opened there)`,
  })
  http.close()
  http.closeAllConnections()
  expect(await rejection(connect({ hosts: 'ws://127.0.0.1:1', sessionTimeoutMs: 300 }))).toMatchObject({
    code: 'CONNECTION_LOSS',
  })
})
