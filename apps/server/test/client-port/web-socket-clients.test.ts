/** Clients that come over WebSocket: one frame per message, and the rules of the client port. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ClientConnection } from '@quoll/peer'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type ClientPort, type ClientPortOptions, listenForClients } from '../../src/client-port/index.ts'
import { type HttpPort, listenForHttp } from '../../src/http/listen-for-http.ts'
import { acceptInto, type Seen } from './seen.ts'
import { passMs, TestClient, until } from './test-client.ts'

let clients: ClientPort
let http: HttpPort
const seen: Seen[] = []
const dialled: Dialled[] = []

async function open(
  options: Partial<ClientPortOptions> = {},
  onFrame: (connection: ClientConnection, frame: Uint8Array) => void = () => {},
): Promise<void> {
  clients = await listenForClients({
    host: '127.0.0.1',
    port: 0,
    accept: acceptInto(seen, onFrame),
    fourLetterWord: () => 'imok',
    ...options,
  })
  http = await listenForHttp({
    address: { host: '127.0.0.1', port: 0 },
    pages: {},
    webSockets: { '/client': clients.webSocket },
  })
}

/** A client that remembers everything it hears. */
class Dialled {
  readonly ws: WebSocket = new WebSocket(`ws://127.0.0.1:${http.port}/client`)
  readonly frames: Buffer[] = []
  code = 0

  constructor() {
    dialled.push(this)
    this.ws.on('message', (message, isBinary) => {
      expect(isBinary).toBe(true)
      if (Buffer.isBuffer(message)) this.frames.push(message)
    })
    this.ws.on('error', () => {})
    this.ws.on('close', (code) => {
      this.code = code
    })
  }

  static async open(): Promise<Dialled> {
    const one = new Dialled()
    await once(one.ws, 'open')
    return one
  }

  send(...frames: readonly (string | Uint8Array)[]): this {
    for (const frame of frames) this.ws.send(Buffer.from(frame))
    return this
  }
}

afterEach(async () => {
  for (const { ws } of dialled.splice(0)) ws.terminate()
  seen.length = 0
  await new Promise<void>((done) => clients.close(() => http.close(done)))
})

test('is a client with its first frame, known by its address, and counted like the others', async () => {
  await open({}, (connection, frame) => connection.send(frame))
  const one = await Dialled.open()
  await until(() => clients.stats.open === 1)
  expect(seen).toHaveLength(0)
  one.send('hello')
  await until(() => one.frames.length === 1)
  expect(one.frames.map(String)).toEqual(['hello'])
  expect(seen[0]?.connection.address).toBe('127.0.0.1')
  expect(seen[0]?.connection.name).toMatch(/^127\.0\.0\.1:\d+$/)
  expect(clients.stats).toMatchObject({ open: 1, accepted: 1, received: 1, sent: 1 })
  expect([...clients.connections()].map(({ name }) => name)).toEqual([seen[0]?.connection.name])
})

test('frames keep their order and their bytes, many and large', async () => {
  const replies = [10, 100_000, 1, 16_384, 1_500_000, 7].map((length) => randomBytes(length))
  await open({}, (connection) => {
    for (const reply of replies) connection.send(reply)
  })
  const one = await Dialled.open()
  one.send('1', '2', '3')
  await until(() => one.frames.length === 3 * replies.length)
  expect(Buffer.concat(one.frames).equals(Buffer.concat([...replies, ...replies, ...replies]))).toBe(true)
  expect(seen[0]?.frames).toEqual(['1', '2', '3'])
})

test('the longest frame is served, one byte more is closed with the code that says so', async () => {
  await open({}, (connection) => connection.send(Buffer.from('ok')))
  const [good, bad] = [await Dialled.open(), await Dialled.open()]
  good.send(new Uint8Array(1_048_575))
  bad.send(new Uint8Array(1_048_576))
  await until(() => good.frames.length === 1 && bad.code !== 0)
  expect(bad.code).toBe(1009)
})

test.each([
  ['text', 'ruok', 1003],
  ['an empty message', new Uint8Array(0), 1000],
])('%s is no frame', async (_, message, code) => {
  await open({}, (connection, frame) => connection.send(frame))
  const one = await Dialled.open()
  one.send('first')
  one.ws.send(message)
  one.send('too late')
  await until(() => one.code !== 0 && seen[0]?.closed === 1)
  expect([one.code, one.frames.map(String), seen[0]?.frames]).toEqual([code, ['first'], ['first']])
})

describe('back-pressure', () => {
  test('a paused client is not read, not even what it had sent already', async () => {
    await open({}, (connection, frame) => {
      if (Buffer.from(frame).toString() === '2') connection.pause()
    })
    const one = await Dialled.open()
    one.send('1', '2', '3', '4')
    await until(() => seen[0]?.frames.length === 2)
    one.send('5')
    await passMs(30)
    expect(seen[0]?.frames).toEqual(['1', '2'])
    seen[0]?.connection.resume()
    await until(() => seen[0]?.frames.length === 5)
    expect(seen[0]?.frames).toEqual(['1', '2', '3', '4', '5'])
  })

  test('a client that does not read its replies is not asked for more requests', async () => {
    const reply = randomBytes(50_000)
    await open({ limits: { unreadBytesPause: 200_000 } }, (connection) => connection.send(reply))
    const one = await Dialled.open()
    one.ws.pause()
    one.send(...Array.from({ length: 1_000 }, () => 'more'))
    await until(() => (seen[0]?.frames.length ?? 0) > 4)
    await passMs(100)
    expect(seen[0]?.frames.length).toBeLessThan(900)
    for (const connection of clients.connections()) expect(connection.queuedBytes).toBeLessThan(300_000)
    one.ws.resume()
    await until(() => one.frames.length === 1_000)
  })

  test('a client that never reads what is sent to it unasked is closed', async () => {
    await open({ limits: { unreadBytesMax: 1_000_000 } })
    const one = await Dialled.open()
    one.ws.pause()
    one.send('watch')
    await until(() => seen.length === 1)
    const event = randomBytes(100_000)
    for (let n = 0; n < 200 && seen[0]?.closed === 0; n++) {
      seen[0].connection.send(event)
      await passMs(1)
    }
    expect(seen[0]?.closed).toBe(1)
  })
})

describe('the end', () => {
  test('close sends what is queued first, and nothing after', async () => {
    await open({}, (connection) => {
      connection.send(Buffer.from('last words'))
      connection.close()
      connection.send(Buffer.from('too late'))
    })
    const one = await Dialled.open()
    one.send('1', '2')
    await until(() => one.code !== 0 && seen[0]?.closed === 1)
    expect([one.frames.map(String), one.code, seen[0]?.frames]).toEqual([['last words'], 1000, ['1']])
  })

  test('a client that does not go is cut off', async () => {
    await open({ limits: { lingerMs: 50 } }, (connection) => {
      connection.send(randomBytes(20_000_000))
      connection.close()
    })
    const one = await Dialled.open()
    one.ws.pause()
    one.send('bye')
    await until(() => seen[0]?.closed === 1, 1_000)
    expect(clients.stats.open).toBe(0)
  })

  test('who never says a frame is closed after a while; who did may be silent', async () => {
    await open({ limits: { handshakeMs: 60 } })
    const [mute, whole] = [await Dialled.open(), await Dialled.open()]
    whole.send('hello')
    await until(() => mute.code !== 0, 1_000)
    await passMs(60)
    expect([whole.code, seen.length]).toEqual([0, 1])
  })

  test('the port closes when those that came over WebSocket are gone, too', async () => {
    await open()
    const one = await Dialled.open()
    one.send('hello')
    await until(() => seen.length === 1)
    await new Promise<void>((done) => clients.close(done))
    expect(seen[0]?.closed).toBe(1)
    const late = new Dialled()
    await until(() => late.code !== 0)
    expect(clients.stats.open).toBe(0)
  })
})

test('both ways in share their limits, and a WebSocket is told which one', async () => {
  await open({ limits: { connectionsPerAddressMax: 2 } })
  const tcp = await TestClient.connect(clients.port)
  await Dialled.open()
  const answer = await fetch(`http://127.0.0.1:${http.port}/client`)
  expect(answer.status).toBe(426)
  const refused = new WebSocket(`ws://127.0.0.1:${http.port}/client`)
  refused.on('error', () => {})
  const [, response] = await once(refused, 'unexpected-response')
  response.setEncoding('utf8')
  expect([response.statusCode, (await once(response, 'data'))[0]]).toEqual([
    503,
    'There are 2 connections from 127.0.0.1 already (maxClientCnxns).\n',
  ])
  tcp.socket.destroy()
  await until(() => clients.stats.open === 1)
  await Dialled.open()
  expect(clients.stats).toMatchObject({ open: 2, refused: 1 })
})
