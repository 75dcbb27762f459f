/** Whoever cannot prove that he is a peer is turned away, and the peers that live do not notice. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { challengeFrame } from '../src/handshake.ts'
import { type Exchange, type Player, startExchange, startPlayer } from './support/exchange.ts'
import { TcpProxy } from './support/tcp-proxy.ts'
import { passMs, until } from './support/wait.ts'

const HANDSHAKE_MS = 200
const STRANGERS_MAX = 8

let exchange: Exchange
let port: number
const closing: (() => unknown)[] = []

beforeEach(async () => {
  exchange = await startExchange({
    timing: { handshakeMs: HANDSHAKE_MS },
    limits: { strangersMax: STRANGERS_MAX, frameBytesMax: 1024 * 1024 },
  })
  port = exchange.one.port
})

afterEach(async () => {
  await exchange.undisturbed()
  await exchange.stop()
  for (const close of closing.splice(0)) await close()
})

type Stranger = { readonly socket: Socket; heard: string; closed: boolean }

function stranger(...words: (string | Uint8Array)[]): Stranger {
  const socket = connect({ port, host: '127.0.0.1' })
  const self = { socket, heard: '', closed: false }
  socket.on('data', (chunk) => {
    self.heard += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    self.closed = true
  })
  closing.push(() => socket.destroy())
  for (const each of words) socket.write(each)
  return self
}

const UPGRADE = [
  'GET /peer HTTP/1.1',
  'Host: quoll',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  '\r\n',
].join('\r\n')

/** The beginning of a masked binary message that announces `bytes`. */
function announce(bytes: number): Uint8Array {
  const head = Buffer.alloc(14)
  head[0] = 0x82
  head[1] = 0x80 | 127
  head.writeBigUInt64BE(BigInt(bytes), 2)
  return head
}

async function player(id: number, options: Parameters<typeof startPlayer>[2] = {}): Promise<Player> {
  const started = await startPlayer(id, { 1: port }, options)
  closing.push(() => started.stop())
  return started
}

describe('a stranger on the peer port', () => {
  test('is told that plain HTTP is not spoken there', async () => {
    const browser = stranger('GET / HTTP/1.1\r\nHost: quoll\r\n\r\n')
    await until(() => browser.closed)
    expect(browser.heard).toMatch(/^HTTP\/1\.1 426 .*upgrade: websocket/is)
  })

  test.each([
    ['noise', randomBytes(600)],
    ['endless headers', `GET /peer HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`],
    ['another path', UPGRADE.replace('/peer', '/client')],
    ['a frame of the client protocol', Buffer.from('0000002d000000000000000000000000', 'hex')],
  ])('is closed on %s', async (_name, words) => {
    const noisy = stranger(words)
    await until(() => noisy.closed)
  })

  test('is closed when he says nothing, before and after the upgrade', async () => {
    const [mute, upgraded] = [stranger(), stranger(UPGRADE)]
    await until(() => upgraded.heard.includes('101'))
    expect([mute.closed, upgraded.closed]).toEqual([false, false])
    await until(() => mute.closed && upgraded.closed, 'silence ends', HANDSHAKE_MS * 5)
  })

  test.each([
    ['announces more than a frame may have', announce(2 ** 40)],
    ['begins a large message', Buffer.concat([announce(1024 * 1024), Buffer.alloc(1000)])],
    [
      'sends a wrong answer of the right length',
      Buffer.concat([Uint8Array.of(0x82, 0x80 | 72, 0, 0, 0, 0), randomBytes(72)]),
    ],
    ['sends text', Buffer.concat([Uint8Array.of(0x81, 0x80 | 2, 0, 0, 0, 0), Buffer.from('hi')])],
    ['floods with pings', Buffer.concat(Array.from({ length: 60 }, () => Uint8Array.of(0x89, 0x80, 0, 0, 0, 0)))],
    ['breaks the framing', Uint8Array.of(0xff, 0xff, 0xff)],
  ])('is closed when he %s', async (_name, words) => {
    const upgraded = stranger(UPGRADE, words)
    await until(() => upgraded.closed, 'he is turned away at once', HANDSHAKE_MS + 400)
  })

  test('cannot hold more than a few connections, nor keep a peer out', async () => {
    const crowd = Array.from({ length: 200 }, () => stranger())
    await until(() => crowd.filter((each) => !each.closed).length <= STRANGERS_MAX)
    const flood = setInterval(() => stranger(UPGRADE), 1)
    const three = await player(3)
    await until(() => three.story.includes('up 1'))
    clearInterval(flood)
    expect(exchange.one.story).toContain('up 3')
  })

  test('gains nothing from a recorded handshake', async () => {
    const wire = await TcpProxy.open(() => port)
    closing.push(() => wire.close())
    const three = await startPlayer(3, { 1: wire.port })
    await until(() => three.story.includes('up 1'))
    await three.stop()
    await until(() => exchange.one.story.some((line) => line.startsWith('down 3')))

    const recorded = Buffer.concat(wire.recorded)
    const end = recorded.indexOf('\r\n\r\n') + 4
    const replaying = stranger(recorded.subarray(0, end))
    await until(() => replaying.heard.includes('101'))
    replaying.socket.write(recorded.subarray(end))
    await until(() => replaying.closed)
    expect(exchange.one.story.filter((line) => line === 'up 3')).toHaveLength(1)
    expect(exchange.one.notes.at(-1)).toContain('its proof is wrong')
  })
})

describe('a peer of another ensemble, or another time', () => {
  test('with another key stays outside, and both sides say why', async () => {
    const three = await player(3, { key: 'some other key, long enough' })
    await until(() => three.notes.length > 0 && exchange.one.notes.length > 0)
    expect(three.notes[0]).toMatch(/cannot reach peer 1 .* different ensemble keys/)
    expect(exchange.one.notes[0]).toMatch(/its proof is wrong: it has another ensemble key/)
    await passMs(100)
    expect(three.notes).toHaveLength(1)
    expect(three.story).toEqual([])
  })

  test('with the key and an id nobody knows stays outside', async () => {
    const nine = await player(9)
    await until(() => nine.notes.length > 0)
    expect(nine.notes[0]).toContain('it does not expect us to dial it')
    expect(exchange.one.notes[0]).toContain('it says it is peer 9')
    expect(nine.story).toEqual([])
  })

  test('that speaks another version is refused with a sentence', async () => {
    const three = await player(3, { protocolVersion: 2 })
    await until(() => three.notes.length > 0)
    expect(three.notes[0]).toMatch(/speaks version 1 .* we speak 2: run the same version of Quoll on both/)
    expect(three.story).toEqual([])
  })

  test('at the address of a peer is no substitute for it', async () => {
    const confused = await startPlayer(4, { 2: exchange.two.port, 1: exchange.two.port })
    closing.push(() => confused.stop())
    await until(() => confused.notes.length >= 2)
    expect(confused.notes.find((note) => note.includes('cannot reach peer 1'))).toContain('peer 2 answers there')
    expect(confused.story).toEqual([])
  })
})

describe('an impostor that is dialled', () => {
  /** A peer 3 that finds the impostor where it expects peer 1. */
  async function meets(impostor: (ws: WebSocket) => void): Promise<Player> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    closing.push(() => server.close())
    server.on('connection', impostor)
    await once(server, 'listening')
    const three = await startPlayer(3, { 1: (server.address() as AddressInfo).port })
    closing.push(() => three.stop())
    await until(() => three.notes.length > 0)
    expect(three.story).toEqual([])
    return three
  }

  test('with the right words and without the key is not believed', async () => {
    const identity = { self: exchange.one.id, key: Buffer.from('anything at all'), version: 1, mayDial: () => true }
    const three = await meets((ws) => {
      ws.send(challengeFrame(identity, randomBytes(32)))
      ws.once('message', () => ws.send(Buffer.concat([Buffer.from('QLK\x03\0\x01\x01\x03'), randomBytes(32)])))
    })
    expect(three.notes[0]).toContain('could not prove that it has the ensemble key')
  })

  test('that floods instead is cut off', async () => {
    let closed = 0
    const three = await meets((ws) => {
      ws.on('close', () => closed++)
      ws.on('error', () => {})
      ws.send(Buffer.alloc(10 * 1024 * 1024))
    })
    expect(three.notes[0]).toContain('more than a handshake')
    await until(() => closed > 0)
  })
})

test('a peer that is known may not send a giant frame either', async () => {
  const three = await player(3, { limits: { frameBytesMax: 10 * 1024 * 1024 } })
  await until(() => three.story.includes('up 1'))
  three.transport.send(exchange.one.id, [new Uint8Array(2 * 1024 * 1024)])
  await until(() => exchange.one.story.some((line) => line.startsWith('down 3')))
  expect(exchange.one.frames.get(three.id)).toBeUndefined()
  await until(() => exchange.one.story.filter((line) => line === 'up 3').length === 2)
})

test('a second link of the same peer takes the place of the first', async () => {
  const three = await player(3)
  await until(() => exchange.one.story.includes('up 3'))
  const twin = await player(3)
  await until(() => twin.story.includes('up 1'))
  await until(() => exchange.one.story.filter((line) => line === 'up 3').length >= 2)
  const at = exchange.one.story.indexOf('up 3')
  expect(exchange.one.story[at + 1]).toBe('down 3: a newer link to the same peer took its place')
  expect(exchange.one.story[at + 2]).toBe('up 3')
  await Promise.all([three.stop(), twin.stop()])
})

test('the constructor refuses a short key and a version that does not fit', async () => {
  await expect(startPlayer(3, {}, { key: 'short' })).rejects.toThrow('the ensemble key has 5 bytes')
  await expect(startPlayer(3, {}, { protocolVersion: 70_000 })).rejects.toThrow('from 0 to 65535')
})
