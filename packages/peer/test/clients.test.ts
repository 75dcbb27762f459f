import { expect, test } from 'vitest'
import { create, getData, setData, textOf, World } from './world.ts'

const error = (code: number) => ({ type: 'error', code })

test('a write through a follower is read on every peer', () => {
  const world = new World(3).elect()
  const writer = world.connect(world.follower)
  expect(writer.ask(create('/a', 'one'))).toEqual({ type: 'path', path: '/a' })
  for (const id of world.ids) expect(textOf(world.connect(id).ask(getData('/a')))).toBe('one')
})

test('replies of a connection come in the order of its requests, reads between their writes', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.send(create('/a', '0'))
  client.send(getData('/a'))
  client.send(setData('/a', '1'))
  client.send(getData('/a'))
  client.send({ type: 'sync', path: '/a' })
  client.send(getData('/a'))
  client.send(setData('/a', '2'))
  client.send({ type: 'ping' })
  client.send(getData('/a'))
  world.settle()
  expect(client.answers.map(({ reply }) => (reply.type === 'data' ? textOf(reply) : reply.type))).toEqual([
    'path',
    '0',
    'stat',
    '1',
    'path',
    '1',
    'stat',
    'done',
    '2',
  ])
})

test('refused writes answer in order too, and consume a zxid', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.send(create('/a'))
  client.send(create('/a'))
  client.send(create('/missing/b'))
  client.send(setData('/a', 'x', 7))
  world.settle()
  expect(client.answers.map(({ reply }) => reply)).toEqual([
    { type: 'path', path: '/a' },
    error(-110),
    error(-101),
    error(-103),
  ])
  const zxids = client.answers.map(({ zxid }) => zxid)
  expect(zxids).toEqual([0, 1, 2, 3].map((i) => zxids[0]! + i))
})

test('a watch fires before the new data can be read, once', () => {
  const world = new World(3).elect()
  const [reader, writer] = [world.connect(world.follower), world.connect(world.leader)]
  writer.ask(create('/a', '0'))
  reader.ask(getData('/a', true))
  writer.ask(setData('/a', '1'))
  writer.ask(setData('/a', '2'))
  reader.ask(getData('/a'))
  expect(reader.heard.slice(1)).toMatchObject([{ type: 3, path: '/a' }, { reply: { type: 'data' } }])
})

test('a session that comes back to another peer keeps its ephemerals, and the old connection may no longer write', () => {
  const world = new World(3).elect()
  const [one, two] = [world.leader, world.follower]
  const client = world.connect(one)
  client.ask(create('/e', '', 1))
  const again = world.connect(two, { session: client.session })
  expect(again.welcome).toMatchObject({ sessionId: client.session.id, timeoutMs: 10_000 })
  client.send(setData('/e', 'stale'))
  world.settle()
  expect(client.closed).toBe(true)
  expect(textOf(again.ask(getData('/e')))).toBe('')
})

test('a wrong password or an unknown session gets the zero response', () => {
  const world = new World(3).elect()
  const client = world.connect(world.leader)
  const wrong = world.connect(world.leader, { session: { id: client.session.id, password: new Uint8Array(16) } })
  expect(wrong.welcome).toMatchObject({ timeoutMs: 0, sessionId: 0n })
  expect([wrong.closed, client.closed]).toEqual([true, false])
})

test('a client that has seen more than a peer is sent away', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower, { lastZxidSeen: 2 ** 50 })
  expect([client.welcome, client.closed]).toEqual([undefined, true])
})

test('a silent session expires, by the leader alone, and its ephemerals go; one that pings lives', () => {
  const world = new World(3).elect()
  const [silent, alive] = [
    world.connect(world.follower, { timeoutMs: 4000 }),
    world.connect(world.follower, { timeoutMs: 4000 }),
  ]
  silent.ask(create('/silent', '', 1))
  alive.ask(create('/alive', '', 1))
  for (let at = 0; at < 8000; at += 1000) {
    world.pass(1000)
    alive.send({ type: 'ping' })
  }
  expect(silent.closed).toBe(true)
  const reader = world.connect(world.leader)
  expect(reader.ask(getData('/silent'))).toEqual(error(-101))
  expect(reader.ask(getData('/alive')).type).toBe('data')
})

test('closing a session answers, then closes, and its ephemerals are gone', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.ask(create('/e', '', 1))
  expect(client.ask({ type: 'close-session' })).toEqual({ type: 'done' })
  expect(client.closed).toBe(true)
  expect(world.connect(world.leader).ask(getData('/e'))).toEqual(error(-101))
})

test('an operation nobody knows is refused, then the connection is closed', () => {
  const world = new World(1).elect()
  const client = world.connect(1)
  expect(client.ask({ type: 'unknown', opCode: 999 })).toEqual(error(-6))
  expect(client.closed).toBe(true)
})

test('nobody expires for a pause of the leader: what clients sent meanwhile is heard first', () => {
  const world = new World(1).elect()
  const client = world.connect(1, { timeoutMs: 4000 })
  client.ask(create('/e', '', 1))
  world.clock.advanceAtOnce(60_000)
  client.send({ type: 'ping' })
  world.settle()
  world.pass(1000)
  expect(client.closed).toBe(false)
  expect(client.ask(getData('/e')).type).toBe('data')
})

test('a first frame that is no handshake closes its connection and nothing else', () => {
  const world = new World(3).elect()
  for (const length of [0, 20, 27]) {
    let closed = false
    const stranger = world.peer(world.follower).accept({
      address: '127.0.0.1',
      name: '127.0.0.1:2',
      send: () => {},
      pause: () => {},
      resume: () => {},
      close: () => {
        closed = true
      },
    })
    stranger.onFrame(new Uint8Array(length))
    world.settle()
    expect(closed).toBe(true)
  }
  expect(world.connect(world.follower).ask(create('/a'))).toEqual({ type: 'path', path: '/a' })
})
