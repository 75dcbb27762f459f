/** Links that die without a word are noticed in time, and links that live are not blamed for what is not their fault. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { peerId } from '@quoll/core'
import { afterEach, describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../src/index.ts'
import { KEY, NOBODY, type Player, startPlayer } from './support/exchange.ts'
import { TcpProxy } from './support/tcp-proxy.ts'
import { passMs, until } from './support/wait.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function player(...args: Parameters<typeof startPlayer>): Promise<Player> {
  const started = await startPlayer(...args)
  closing.push(() => started.stop())
  return started
}

async function linked(): Promise<{ one: Player; two: Player; wire: TcpProxy }> {
  const one = await player(1, { 2: NOBODY })
  const wire = await TcpProxy.open(() => one.port)
  closing.push(() => wire.close())
  const two = await player(2, { 1: wire.port })
  await until(() => one.story.includes('up 2') && two.story.includes('up 1'))
  return { one, two, wire }
}

describe('a wire that goes silent', () => {
  test('is given up at both ends within the budget, and replaced when it heals', async () => {
    const { one, two, wire } = await linked()
    await passMs(DEFAULT_TIMING.deadLinkMs * 2)
    expect([one.story, two.story]).toEqual([['up 2'], ['up 1']])

    const cutAt = performance.now()
    wire.cut()
    await until(() => one.story.length === 2 && two.story.length === 2)
    expect(performance.now() - cutAt).toBeLessThan(DEFAULT_TIMING.deadLinkMs + 4 * DEFAULT_TIMING.keepAliveMs)
    expect(one.story[1]).toBe('down 2: nothing was heard from peer 2 for 500 ms')
    expect(two.story[1]).toBe('down 1: nothing was heard from peer 1 for 500 ms')

    wire.heal()
    await until(() => one.story.length === 3 && two.story.length === 3)
  })

  test('is given up although there is still much to send', async () => {
    const { one, two, wire } = await linked()
    wire.cut()
    for (let n = 0; n < 40; n++) two.transport.send(one.id, [new Uint8Array(1024 * 1024)])
    expect(two.transport.queuedBytes(one.id)).toBeGreaterThan(0)
    await until(() => two.story.length === 2)
    expect(two.transport.queuedBytes(one.id)).toBe(0)
  })
})

test('a stall of our own is not blamed on the peer', async () => {
  const one = await player(1, { 2: NOBODY })
  const worker = new Worker(new URL('./support/patient-peer.ts', import.meta.url), {
    workerData: { id: 2, peers: { 1: one.port }, key: KEY },
    execArgv: ['--conditions=source'],
  })
  closing.push(() => worker.terminate())
  await until(() => one.story.includes('up 2'))
  await passMs(200)

  const end = performance.now() + DEFAULT_TIMING.deadLinkMs * 3
  while (performance.now() < end);
  await passMs(DEFAULT_TIMING.deadLinkMs)
  expect(one.story).toEqual(['up 2'])
})

describe('a dial that nobody answers', () => {
  /** Takes connections and never says a word: as a black hole, once TCP is through. */
  async function blackHole(): Promise<{ port: number; dials: () => number }> {
    let dials = 0
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      dials++
      sockets.push(socket)
      socket.on('error', () => {})
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    return { port: address !== null && typeof address === 'object' ? address.port : 0, dials: () => dials }
  }

  test('is given up and repeated, and delays no other', async () => {
    const hole = await blackHole()
    const two = await player(2, { 3: NOBODY })
    const startedAt = performance.now()
    const three = await player(3, { 1: hole.port, 2: two.port }, { timing: { handshakeMs: 150, redialMaxMs: 20 } })
    await until(() => three.story.includes('up 2'))
    expect(performance.now() - startedAt).toBeLessThan(150)
    await until(() => hole.dials() >= 3)
    expect(three.notes).toEqual([`cannot reach peer 1 at 127.0.0.1:${hole.port}: no handshake within 150 ms`])
  })

  test('is given up when not even TCP answers', async () => {
    const worker = new Worker(new URL('./support/full-backlog.ts', import.meta.url))
    closing.push(() => worker.terminate())
    const [port] = (await once(worker, 'message')) as [number]
    await passMs(50)
    for (let n = 0; n < 4; n++) {
      const filler = connect({ port, host: '127.0.0.1' })
      filler.on('error', () => {})
      closing.push(() => filler.destroy())
    }
    await passMs(50)
    const two = await player(2, { 1: port }, { timing: { connectMs: 100 } })
    await until(() => two.notes.length > 0)
    expect(two.notes).toEqual([`cannot reach peer 1 at 127.0.0.1:${port}: no connection within 100 ms`])
    const stoppedAt = performance.now()
    await two.stop()
    expect(performance.now() - stoppedAt).toBeLessThan(DEFAULT_TIMING.lingerMs * 2)
  })

  test('stops with the transport', async () => {
    const hole = await blackHole()
    const three = await startPlayer(3, { 1: hole.port, 2: NOBODY })
    await until(() => hole.dials() === 1)
    await three.stop()
    await passMs(100)
    expect(hole.dials()).toBe(1)
    expect(three.story).toEqual([])
  })
})

test('a restarted peer is back within moments', async () => {
  const one = await player(1, { 2: NOBODY })
  const two = await player(2, { 1: one.port })
  await until(() => two.story.includes('up 1'))
  await one.stop()
  await until(() => two.story.length === 2)
  const again = await player(1, { 2: NOBODY }, { listen: { host: '127.0.0.1', port: one.port } })
  const startedAt = performance.now()
  await until(() => again.story.includes('up 2'))
  expect(performance.now() - startedAt).toBeLessThan(300)
})

test('a port that is taken is reported to who asked', async () => {
  const one = await player(1, { 2: NOBODY })
  const failed = new Promise<Error>((done) => {
    const listen = { host: '127.0.0.1', port: one.port }
    startPlayer(1, { 2: NOBODY }, { listen, onListenFailed: done })
  })
  expect(await failed).toMatchObject({ code: 'EADDRINUSE' })
})

test('a name that does not resolve is a note, and the next dial asks again', async () => {
  const peers = new Map([[peerId(1), { host: 'no-such-host.invalid', port: 1 }]])
  const two = await player(2, {}, { peers })
  await until(() => two.notes.length > 0)
  expect(two.notes[0]).toMatch(/cannot reach peer 1 at no-such-host.invalid:1/)
})
