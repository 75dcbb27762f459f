import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type HttpPort, listenForHttp } from '../../src/http/listen-for-http.ts'
import type { Upgraded, WebSocketAcceptor } from '../../src/http/web-sockets/index.ts'
import { passMs, until } from '../client-port/test-client.ts'

let port: HttpPort | undefined
const dialled: WebSocket[] = []
const accepted: Upgraded[] = []

afterEach(async () => {
  for (const ws of dialled.splice(0)) ws.terminate()
  accepted.length = 0
  await new Promise<void>((done) => (port === undefined ? done() : port.close(done)))
  port = undefined
})

async function listen(
  options: Partial<WebSocketAcceptor> & { readonly allowedOrigins?: readonly string[]; readonly pingMs?: number } = {},
): Promise<number> {
  const { allowedOrigins, pingMs, ...acceptor } = options
  port = await listenForHttp({
    address: { host: '127.0.0.1', port: 0 },
    pages: { '/hello': () => ({ code: 200, type: 'text', body: 'hello\n' }) },
    webSockets: {
      '/echo': {
        messageBytesMax: 1_000,
        connectionsMax: 2,
        accept: (upgraded) => {
          accepted.push(upgraded)
          upgraded.ws.on('message', (data, binary) => upgraded.ws.send(data, { binary }))
        },
        ...acceptor,
      },
    },
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
    ...(pingMs === undefined ? {} : { pingMs }),
  })
  return port.port
}

async function dial(url: string, headers: Readonly<Record<string, string>> = {}): Promise<WebSocket> {
  const ws = new WebSocket(url, { headers })
  dialled.push(ws)
  ws.on('error', () => {})
  await once(ws, 'open')
  return ws
}

/** Status and body of a refused upgrade; 101 and nothing when it is not refused. */
async function knock(
  port: number,
  { path = '/echo', ...headers }: Readonly<Record<string, string>> = {},
): Promise<[number, string]> {
  const all = {
    host: `127.0.0.1:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const answer = await raw(port, `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2)
  return [Number(head.split(' ')[1]), body]
}

/** What is answered until the other side closes, or switches protocols. */
function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk) => {
      answer += chunk
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}

describe('a WebSocket on the HTTP port', () => {
  test('reaches the acceptor of its path, whatever the query, beside the pages', async () => {
    const port = await listen()
    const ws = await dial(`ws://127.0.0.1:${port}/echo?since=4`)
    ws.send('hello')
    expect(String((await once(ws, 'message'))[0])).toBe('hello')
    expect(accepted[0]?.request.url).toBe('/echo?since=4')
    expect(await (await fetch(`http://127.0.0.1:${port}/hello`)).text()).toBe('hello\n')
  })

  test('is named to who asks for its path as a page, and to who asks for another path', async () => {
    const port = await listen()
    const page = await fetch(`http://127.0.0.1:${port}/echo`)
    expect([page.status, page.headers.get('upgrade'), await page.text()]).toEqual([
      426,
      'websocket',
      '/echo speaks WebSocket only.\n',
    ])
    expect(await knock(port, { path: '/nothing' })).toEqual([404, 'WebSocket is spoken on: /echo\n'])
    expect(await knock(port, { path: '/__proto__' })).toEqual([404, 'WebSocket is spoken on: /echo\n'])
  })

  test('a page asked for with an upgrade to something else is a page', async () => {
    const port = await listen()
    const answer = await raw(
      port,
      'GET /hello HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, close\r\nupgrade: h2c\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('a handshake that is none is refused', async () => {
    const port = await listen()
    expect((await knock(port, { 'sec-websocket-key': 'short' }))[0]).toBe(400)
    expect((await knock(port, { 'sec-websocket-version': '7' }))[0]).toBe(400)
    expect(accepted).toHaveLength(0)
  })

  test('compression is not agreed to', async () => {
    const ws = await dial(`ws://127.0.0.1:${await listen()}/echo`)
    expect(ws.extensions).toBe('')
  })

  test('a message that is too long closes its connection, with the code that says so', async () => {
    const port = await listen()
    const [good, bad] = [await dial(`ws://127.0.0.1:${port}/echo`), await dial(`ws://127.0.0.1:${port}/echo`)]
    bad.send(Buffer.alloc(1_001))
    expect((await once(bad, 'close'))[0]).toBe(1009)
    good.send(Buffer.alloc(1_000))
    expect((await once(good, 'message'))[0]).toHaveLength(1_000)
  })
})

describe('who may connect', () => {
  test('one more than the limit is told so, until one leaves', async () => {
    const port = await listen()
    const first = await dial(`ws://127.0.0.1:${port}/echo`)
    await dial(`ws://127.0.0.1:${port}/echo`)
    expect(await knock(port)).toEqual([
      503,
      'There are 2 connections already, which is the limit. Close one, or try another peer.\n',
    ])
    first.close()
    await once(first, 'close')
    expect((await knock(port))[0]).toBe(101)
  })

  test('the acceptor may refuse an address, in its own words', async () => {
    const port = await listen({ refusal: (address) => `${address} is not welcome.` })
    expect(await knock(port)).toEqual([503, '127.0.0.1 is not welcome.\n'])
  })

  test.each([
    ['no origin, which is no browser', {}, true],
    ['a page of the same address', { origin: 'http://127.0.0.1:3000' }, true],
    ['a page of localhost', { origin: 'http://localhost:3000', host: 'localhost:8080' }, true],
    ['a page of the same IPv6 address', { origin: 'http://[::1]', host: '[::1]:8080' }, true],
    ['an origin that is allowed', { origin: 'https://app.example.com' }, true],
    ['a page of another address', { origin: 'http://127.0.0.2' }, false],
    ['a page of the world', { origin: 'https://evil.example' }, false],
    ['a name its owner pointed at us', { origin: 'http://evil.example:8080', host: 'evil.example:8080' }, false],
    ['a page without an origin of its own', { origin: 'null' }, false],
    ['nonsense', { origin: 'x'.repeat(500) }, false],
  ])('%s: %j', async (_name, headers, welcome) => {
    const port = await listen({ allowedOrigins: ['https://app.example.com'] })
    const [code, body] = await knock(port, headers)
    expect(code).toBe(welcome ? 101 : 403)
    if (!welcome) expect(body).toMatch(/^Pages from .{1,100} may not connect here\. .*quoll\.webSocketOrigins/)
  })

  test('sixty-four strangers leave no room for pages; WebSockets do not count among them', async () => {
    const port = await listen({ connectionsMax: 0 })
    await Promise.all(Array.from({ length: 100 }, () => dial(`ws://127.0.0.1:${port}/echo`)))
    const strangers: Socket[] = []
    let closed = 0
    for (let n = 0; n < 64; n++) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      socket.on('close', () => closed++)
      strangers.push(socket)
      await once(socket, 'connect')
    }
    expect(await raw(port, 'GET /hello HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('')
    expect(closed).toBe(0)
    for (const socket of strangers) socket.destroy()
    await until(() => closed === 64)
    await passMs(20)
    expect((await fetch(`http://127.0.0.1:${port}/hello`)).status).toBe(200)
  })
})

describe('the end of a connection', () => {
  test('who answers pings stays, who is gone without a word is cut', async () => {
    const port = await listen({ pingMs: 200 })
    const alive = await dial(`ws://127.0.0.1:${port}/echo`)
    const gone = new WebSocket(`ws://127.0.0.1:${port}/echo`, { autoPong: false })
    dialled.push(gone)
    await once(gone, 'open')
    await once(gone, 'close')
    await passMs(300)
    expect(alive.readyState).toBe(WebSocket.OPEN)
  })

  test('who reads slowly and is not read from stays', async () => {
    const port = await listen({ pingMs: 40 })
    const slow = await dial(`ws://127.0.0.1:${port}/echo`)
    await until(() => accepted.length === 1)
    accepted[0]?.ws.pause()
    await passMs(200)
    expect(slow.readyState).toBe(WebSocket.OPEN)
  })

  test('the port closes with a farewell, and cuts who does not answer it', async () => {
    const port1 = await listen()
    const [polite, mute] = [await dial(`ws://127.0.0.1:${port1}/echo`), await dial(`ws://127.0.0.1:${port1}/echo`)]
    mute.pause()
    const told = once(polite, 'close')
    const began = performance.now()
    await new Promise<void>((done) => port?.close(done))
    port = undefined
    expect((await told)[0]).toBe(1001)
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})
