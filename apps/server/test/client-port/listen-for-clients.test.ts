import { randomBytes } from 'node:crypto'
import type { ClientConnection } from '@quoll/peer'
import { afterEach, describe, expect, test } from 'vitest'
import { type ClientPort, type ClientPortOptions, listenForClients } from '../../src/client-port/index.ts'
import { acceptInto, type Seen } from './seen.ts'
import { passMs, TestClient, until } from './test-client.ts'

let port: ClientPort
const seen: Seen[] = []
const clients: TestClient[] = []

async function open(
  options: Partial<ClientPortOptions> = {},
  onFrame: (connection: ClientConnection, frame: Uint8Array) => void = () => {},
): Promise<void> {
  port = await listenForClients({
    host: '127.0.0.1',
    port: 0,
    accept: acceptInto(seen, onFrame),
    fourLetterWord: (word) => (word === 'ruok' ? 'imok' : undefined),
    ...options,
  })
}

async function connect(): Promise<TestClient> {
  const client = await TestClient.connect(port.port)
  clients.push(client)
  return client
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

const echo = (connection: ClientConnection, frame: Uint8Array): void => connection.send(frame)

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy()
  seen.length = 0
  await new Promise<void>((done) => port.close(done))
})

describe('requests and replies', () => {
  test('a connection becomes a client with its first request', async () => {
    await open()
    const client = await connect()
    await until(() => port.stats.open === 1)
    expect(seen).toHaveLength(0)
    client.send(bytes('hello'))
    await until(() => seen[0]?.frames.length === 1)
    expect(seen[0]?.connection.address).toBe('127.0.0.1')
    expect(seen[0]?.connection.name).toBe(`127.0.0.1:${client.socket.localPort}`)
  })

  test('frames arrive whole, however the bytes come', async () => {
    await open()
    const client = await connect()
    const stream = Buffer.from('00000001610000000262620000000363636300000001', 'hex')
    for (const byte of stream) {
      client.write(Uint8Array.of(byte))
      await passMs(1)
    }
    client.write('d')
    await until(() => seen[0]?.frames.length === 4)
    expect(seen[0]?.frames).toEqual(['a', 'bb', 'ccc', 'd'])
  })

  test('replies of one turn leave in one piece, in order', async () => {
    await open({}, (connection, frame) => {
      for (let n = 0; n < 100; n++) connection.send(bytes(`${Buffer.from(frame)} ${n}`))
    })
    const client = await connect()
    client.send(bytes('reply'))
    await until(() => client.frames.length === 100)
    expect(client.frames.map(String)).toEqual(Array.from({ length: 100 }, (_, n) => `reply ${n}`))
    expect(client.chunks).toHaveLength(1)
    expect(port.stats).toMatchObject({ received: 1, sent: 100 })
  })

  test('a reply does not wait for what others get unasked in the same turn', async () => {
    await open({}, (asking, frame) => {
      if (Buffer.from(frame).toString() === 'hello') return
      for (const { connection } of seen) if (connection !== asking) connection.send(bytes('news'), true)
      asking.send(bytes('reply'))
    })
    const [asking, watching] = [await connect(), await connect()]
    asking.send(bytes('hello'))
    watching.send(bytes('hello'))
    await until(() => seen.length === 2)
    const order: string[] = []
    for (const link of port.connections()) {
      const flush = link.flush.bind(link)
      link.flush = () => {
        order.push(link.name)
        flush()
      }
    }
    asking.send(bytes('ask'))
    await until(() => asking.frames.length === 1 && watching.frames.length === 1)
    expect(order).toEqual([asking, watching].map(({ socket }) => `127.0.0.1:${socket.localPort}`))
  })

  test('news and replies of one connection keep their order', async () => {
    await open({}, (connection, frame) => {
      connection.send(bytes('news'), true)
      connection.send(frame)
      connection.send(bytes('more news'), true)
    })
    const client = (await connect()).send(bytes('a'), bytes('b'))
    await until(() => client.frames.length === 6)
    expect(client.frames.map(String)).toEqual(['news', 'a', 'more news', 'news', 'b', 'more news'])
  })

  test('however many are told of a change, each is told once', async () => {
    await open({ limits: { connectionsPerAddressMax: 0 } }, (asking, frame) => {
      if (Buffer.from(frame).toString() === 'hello') return
      for (const { connection } of seen) if (connection !== asking) connection.send(bytes('news'), true)
    })
    const [asking, ...watching] = await Promise.all(Array.from({ length: 301 }, connect))
    for (const each of [asking!, ...watching]) each.send(bytes('hello'))
    await until(() => seen.length === 301)
    for (const count of [1, 2]) {
      asking!.send(bytes('ask'))
      await until(() => watching.every(({ frames }) => frames.length === count))
    }
  })

  test('large and small replies keep their order and their bytes', async () => {
    const replies = [10, 100_000, 0, 16_384, 16_383, 1_500_000, 7].map((length) => randomBytes(length))
    await open({}, (connection) => {
      for (const reply of replies) connection.send(reply)
    })
    const client = await connect()
    client.send(bytes('go'))
    await until(() => client.frames.length === replies.length)
    expect(Buffer.concat(client.frames).equals(Buffer.concat(replies))).toBe(true)
  })

  test('the longest request is served, one byte more closes without a reply', async () => {
    await open({}, (connection) => connection.send(bytes('ok')))
    const [good, bad] = [await connect(), await connect()]
    good.send(new Uint8Array(1_048_575))
    bad.write(Buffer.from('00100000', 'hex'))
    await until(() => good.frames.length === 1 && bad.closed)
    expect(bad.heard).toHaveLength(0)
    expect(good.closed).toBe(false)
  })

  test.each(['ffffffff', '80000000', '00000000', '7fffffff', '474554202f20485454502f'])(
    'bytes that are no request (%s) close their connection only',
    async (hex) => {
      await open({}, echo)
      const [good, bad] = [await connect(), await connect()]
      bad.send(bytes('first')).write(Buffer.from(hex, 'hex'))
      good.send(bytes('still here'))
      await until(() => bad.closed && good.frames.length === 1 && seen.some(({ closed }) => closed > 0))
      expect(seen.map(({ closed }) => closed).toSorted()).toEqual([0, 1])
    },
  )
})

describe('back-pressure', () => {
  test('a paused client is not read, not even what it had sent already, and goes on where it was', async () => {
    await open({}, (connection, frame) => {
      if (Buffer.from(frame).toString() === '2') connection.pause()
    })
    const client = await connect()
    client.send(...['1', '2', '3', '4'].map(bytes))
    await until(() => seen[0]?.frames.length === 2)
    client.send(bytes('5'))
    await passMs(30)
    expect(seen[0]?.frames).toEqual(['1', '2'])

    seen[0]?.connection.resume()
    expect(seen[0]?.frames).toEqual(['1', '2'])
    await until(() => seen[0]?.frames.length === 5)
    expect(seen[0]?.frames).toEqual(['1', '2', '3', '4', '5'])
  })

  test('a client that does not read its replies is not asked for more requests, and gets all when it reads', async () => {
    const reply = randomBytes(50_000)
    await open({ limits: { unreadBytesPause: 200_000 } }, (connection) => connection.send(reply))
    const client = await connect()
    client.socket.pause()
    client.send(...Array.from({ length: 1_000 }, () => bytes('more')))
    await until(() => (seen[0]?.frames.length ?? 0) > 4)
    await passMs(100)
    const answered = seen[0]?.frames.length ?? 0
    expect(answered).toBeLessThan(900)
    for (const connection of port.connections()) expect(connection.queuedBytes).toBeLessThan(300_000)

    client.socket.resume()
    await until(() => seen[0]?.frames.length === 1_000)
    await until(() => client.heardBytes === 1_000 * (reply.length + 4))
  })

  test('a client that never reads what is sent to it unasked is closed', async () => {
    await open({ limits: { unreadBytesMax: 1_000_000 } })
    const client = await connect()
    client.socket.pause()
    client.send(bytes('watch'))
    await until(() => seen.length === 1)
    const event = randomBytes(100_000)
    for (let n = 0; n < 200 && seen[0]?.closed === 0; n++) {
      seen[0].connection.send(event)
      await passMs(1)
    }
    expect(seen[0]?.closed).toBe(1)
    expect(port.stats.sent).toBeLessThan(200)
  })

  test('one reply may be larger than all bounds', async () => {
    const reply = randomBytes(3_000_000)
    await open({ limits: { unreadBytesMax: 1_000_000, unreadBytesPause: 100_000 } }, (connection) =>
      connection.send(reply),
    )
    const client = await connect()
    client.send(bytes('everything'), bytes('again'))
    await until(() => client.frames.length === 2)
    expect(client.closed).toBe(false)
  })
})

describe('the end of a connection', () => {
  test('close sends what is queued first, and nothing after', async () => {
    await open({}, (connection) => {
      connection.send(bytes('last words'))
      connection.close()
      connection.send(bytes('too late'))
    })
    const client = await connect()
    client.send(bytes('1'), bytes('2'), bytes('3'))
    await until(() => client.closed && seen[0]?.closed === 1)
    expect(client.frames.map(String)).toEqual(['last words'])
    expect(client.error).toBeUndefined()
    expect(seen[0]).toMatchObject({ frames: ['1'], closed: 1 })
  })

  test('a client that does not go is cut off', async () => {
    await open({ limits: { lingerMs: 50 } }, (connection) => {
      connection.send(randomBytes(20_000_000))
      connection.close()
    })
    const client = await connect()
    client.socket.pause()
    client.send(bytes('bye'))
    await until(() => seen[0]?.closed === 1, 1_000)
    expect(port.stats.open).toBe(0)
  })

  test('the peer hears once that a client is gone', async () => {
    await open()
    const client = await connect()
    client.send(bytes('hello'))
    await until(() => seen.length === 1)
    client.socket.resetAndDestroy()
    await until(() => seen[0]?.closed === 1)
    seen[0]?.connection.send(bytes('hello?'))
    seen[0]?.connection.close()
    await passMs(20)
    expect(seen[0]?.closed).toBe(1)
  })

  test('who never says a whole request is closed after a while; who did may be silent', async () => {
    await open({ limits: { handshakeMs: 60 } })
    const [mute, half, whole] = [await connect(), await connect(), await connect()]
    half.write(Buffer.from('0000', 'hex'))
    whole.send(bytes('hello'))
    await until(() => mute.closed && half.closed, 1_000)
    await passMs(60)
    expect(whole.closed).toBe(false)
    expect(seen).toHaveLength(1)
  })

  test('closing the port closes the connections behind their replies', async () => {
    await open({}, echo)
    const client = await connect()
    client.send(bytes('hello'))
    await until(() => seen.length === 1)
    seen[0]?.connection.send(bytes('one more'))
    const closed = new Promise<void>((done) => port.close(done))
    await closed
    await until(() => client.closed)
    expect(client.frames.map(String)).toEqual(['hello', 'one more'])
    await expect(TestClient.connect(port.port)).rejects.toThrow('ECONNREFUSED')
    await open()
  })
})

describe('how many', () => {
  test('from one address is bounded, and a place becomes free again', async () => {
    await open({ limits: { connectionsPerAddressMax: 2 } })
    const [first] = [await connect(), await connect()]
    const third = TestClient.dial(port.port)
    await until(() => third.closed)
    expect(third.error).toBe('ECONNRESET')
    expect(port.stats).toMatchObject({ open: 2, refused: 1 })
    first?.socket.destroy()
    await until(() => port.stats.open === 1)
    const fourth = await connect()
    fourth.send(bytes('hello'))
    await until(() => seen.length === 1)
    expect(port.stats).toMatchObject({ open: 2, accepted: 3, refused: 1 })
  })

  test('in all is bounded, and 0 is no bound', async () => {
    await open({ limits: { connectionsPerAddressMax: 0, connectionsMax: 70 } })
    for (let n = 0; n < 70; n++) await connect()
    const surplus = TestClient.dial(port.port)
    await until(() => surplus.closed)
    expect(port.stats).toMatchObject({ open: 70, refused: 1 })
  })
})

describe('four-letter words', () => {
  test.each(['ruok', 'ruok\n', 'ruok and so on'])('%j is answered and closed', async (words) => {
    await open()
    const client = await connect()
    client.write(words)
    await until(() => client.closed)
    expect(client.heard.toString()).toBe('imok')
    expect(seen).toHaveLength(0)
  })

  test('without an answer close all the same, and mean nothing after a request', async () => {
    await open({}, echo)
    const [unanswered, late] = [await connect(), await connect()]
    unanswered.write('stat')
    late.send(bytes('hello')).write('ruok')
    await until(() => unanswered.closed && late.closed)
    expect(unanswered.heard).toHaveLength(0)
    expect(late.frames.map(String)).toEqual(['hello'])
  })
})

test('a port that is taken is an error for who asked', async () => {
  await open()
  const options = { host: '127.0.0.1', accept: () => ({ onFrame: () => {}, onClose: () => {} }) }
  const again = listenForClients({ ...options, port: port.port, fourLetterWord: () => undefined })
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('an IPv4 client of a port for both is known by its IPv4 address', async () => {
  await open({ host: '::' })
  const client = await connect()
  client.send(bytes('hello'))
  await until(() => seen.length === 1)
  expect(seen[0]?.connection.address).toBe('127.0.0.1')
  const six = await TestClient.connect(port.port, '::1')
  clients.push(six)
  six.send(bytes('hello'))
  await until(() => seen.length === 2)
  expect(seen[1]?.connection.address).toBe('::1')
  expect(seen[1]?.connection.name).toBe(`[::1]:${six.socket.localPort}`)
})
