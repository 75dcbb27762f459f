/** A session against a server that is told what to say: order, loss, silence, expiry, bounds. */
import { encodeReply } from '@quoll/protocol/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, isZooKeeperError, type SessionState, ZooKeeperError } from '../../src/index.ts'
import { ScriptedServer } from '../../src/testing/index.ts'
import { connected, rejection, STAT } from '../scripted.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('requests leave without waiting for each other, and each gets its own answer', async () => {
  const { client, server } = await connected({
    answer: (request) =>
      request.type === 'get-data'
        ? { type: 'data', data: new Uint8Array([request.path.length]), stat: STAT }
        : undefined,
  })
  const answers = await Promise.all(['/a', '/bb', '/ccc'].map((path) => client.getData(path)))
  expect(answers.map(({ data }) => data?.[0])).toEqual([2, 3, 4])
  expect(server.asked.map(({ xid }) => xid)).toEqual([1, 2, 3])
})

test('an answer out of turn ends the connection, and says what may have happened', async () => {
  const { client, server } = await connected({})
  const write = rejection(client.setData('/a', 'x'))
  const read = rejection(client.getData('/a'))
  await vi.advanceTimersByTimeAsync(0)
  server.send(encodeReply(77, 1, { type: 'done' }))
  expect(await write).toMatchObject({
    ...{ code: 'CONNECTION_LOSS', definite: false, path: '/a' },
    message: expect.stringContaining('it answered request 77 where 1 was to be answered): it may have happened'),
  })
  expect(await read).toMatchObject({ code: 'CONNECTION_LOSS', definite: true })
  expect(client.state).toBe('suspended')
})

test.each([
  ['an answer nobody asked for', encodeReply(1, 1, { type: 'done' })],
  ['half a header', Uint8Array.of(0, 0, 0)],
  ['half a notification', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
])('%s ends the connection, not the session', async (_, frame) => {
  const { client, server } = await connected({})
  server.send(frame)
  await vi.advanceTimersByTimeAsync(100)
  expect([client.state, server.greeted.length]).toEqual(['connected', 2])
})

test('the session goes on, on another connection: same id, password and newest zxid', async () => {
  const { client, server } = await connected({ answer: () => ({ type: 'stat', stat: STAT }) })
  const states: SessionState[] = []
  client.onStateChange((state) => states.push(state))
  server.zxid = 42
  await client.exists('/a')
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  expect(server.greeted[1]).toMatchObject({ lastZxidSeen: 42, sessionId: 0x100n, password: new Uint8Array(16).fill(7) })
  expect(states).toEqual(['suspended', 'connected'])
})

test('what is asked while there is no connection waits for one, in order', async () => {
  const { client, server } = await connected({ answer: () => ({ type: 'stat', stat: STAT }) })
  server.disconnect()
  await vi.advanceTimersByTimeAsync(0)
  const given = new AbortController()
  const answers = Promise.all([client.exists('/a'), client.exists('/b')])
  const withdrawn = rejection(client.exists('/never', { signal: given.signal }))
  given.abort(new Error('changed my mind'))
  await vi.advanceTimersByTimeAsync(100)
  expect(await answers).toEqual([STAT, STAT])
  expect(await withdrawn).toMatchObject({ message: 'changed my mind' })
  expect(server.asked.map(({ request }) => 'path' in request && request.path)).toEqual(['/a', '/b'])
})

test('a silent server is left after two thirds of the timeout, for the next host', async () => {
  const { client, server } = await connected({}, { hosts: 'one:1,two:2', sessionTimeoutMs: 9000 })
  const first = client.server
  server.silent = true
  await vi.advanceTimersByTimeAsync(5900)
  expect(client.state).toBe('connected')
  await vi.advanceTimersByTimeAsync(120)
  expect(client.state).toBe('suspended')
  server.silent = false
  await vi.advanceTimersByTimeAsync(100)
  expect(client.state).toBe('connected')
  expect([first, client.server].sort()).toEqual(['one:1', 'two:2'])
})

test('an idle session is kept alive by pings', async () => {
  const { client, server } = await connected({}, { sessionTimeoutMs: 3000 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect([client.state, server.greeted.length, server.asked.length]).toEqual(['connected', 1, 0])
})

test('the ensemble says that the session has ended: everything that waits and everything later is told so', async () => {
  let isOver = false
  const { client, server } = await connected({
    greet: ({ timeoutMs, readOnly }) =>
      isOver
        ? { timeoutMs: 0, sessionId: 0n, password: new Uint8Array(16), readOnly }
        : { timeoutMs, sessionId: 5n, password: new Uint8Array(16), readOnly },
  })
  isOver = true
  server.disconnect()
  await vi.advanceTimersByTimeAsync(0)
  const waiting = rejection(client.create('/a', 'x'))
  await vi.advanceTimersByTimeAsync(100)
  expect(await waiting).toMatchObject({ code: 'SESSION_EXPIRED', definite: true })
  expect(await rejection(client.getData('/a'))).toMatchObject({ code: 'SESSION_EXPIRED' })
  expect([client.state, isZooKeeperError(client.signal.reason, 'SESSION_EXPIRED')]).toEqual(['expired', true])
  await client.close()
  expect(client.state).toBe('expired')
})

test('without any server the session is presumed over when its timeout has passed since it was last heard of', async () => {
  let refusal: string | undefined
  const { client, server } = await connected({ refuse: () => refusal }, { sessionTimeoutMs: 6000 })
  refusal = 'nobody listens there'
  const startedAt = performance.now()
  server.disconnect()
  await vi.advanceTimersByTimeAsync(5900)
  expect(client.state).toBe('suspended')
  await vi.advanceTimersByTimeAsync(150)
  expect(client.state).toBe('expired')
  expect(client.signal.reason).toMatchObject({ message: expect.stringContaining('no server has answered for 6000 ms') })
  expect(performance.now() - startedAt).toBeLessThan(6100)
  const dialled = server.dialled.length
  expect(dialled).toBeLessThan(20)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.dialled.length).toBe(dialled)
})

test('nobody there: connect gives up after the timeout and tells what each host said', async () => {
  const server = new ScriptedServer({ refuse: ({ host }) => `${host} is out` })
  const failed = rejection(connect({ hosts: 'a:1,b:2', sessionTimeoutMs: 2000, transport: server.transport }))
  await vi.advanceTimersByTimeAsync(2100)
  expect(await failed).toMatchObject({
    code: 'CONNECTION_LOSS',
    message: expect.stringMatching(/no server served us within 2000 ms \(.*a:1: a is out/),
  })
})

test('connect stops when its signal is aborted', async () => {
  const server = new ScriptedServer({ refuse: () => 'out' })
  const given = new AbortController()
  const failed = rejection(connect({ hosts: 'a:1', transport: server.transport, signal: given.signal }))
  await vi.advanceTimersByTimeAsync(10)
  given.abort(new Error('enough'))
  expect(await failed).toMatchObject({ message: 'enough' })
  expect(await rejection(connect({ hosts: 'a:1', transport: server.transport, signal: given.signal }))).toMatchObject({
    message: 'enough',
  })
  const dialled = server.dialled.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.dialled.length).toBe(dialled)
})

test('credentials go first on every connection; refused ones fail connect', async () => {
  const auth = { scheme: 'digest', credentials: 'me:secret' }
  const { server } = await connected({}, { auth })
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  expect(server.asked.map(({ xid, request }) => [xid, request.type])).toEqual([
    [-4, 'auth'],
    [-4, 'auth'],
  ])
  const strict = new ScriptedServer({
    answer: ({ type }) => (type === 'auth' ? { type: 'error', code: -115 } : undefined),
  })
  const failed = rejection(connect({ hosts: 'a:1', transport: strict.transport, auth: [auth] }))
  expect(await failed).toMatchObject({ code: 'AUTH_FAILED', definite: true })
})

test('close ends the session after what was asked before it, and nothing is taken afterwards', async () => {
  const { client, server } = await connected({
    answer: ({ type }) => (type === 'exists' ? { type: 'stat', stat: STAT } : undefined),
  })
  const before = client.exists('/a')
  const closed = client.close()
  const after = rejection(client.exists('/b'))
  expect(await before).toEqual(STAT)
  await closed
  expect(await after).toMatchObject({ code: 'CLOSED', definite: true })
  expect(server.asked.map(({ request }) => request.type)).toEqual(['exists', 'close-session'])
  expect([client.state, server.connections]).toEqual(['closed', 0])
})

test('close does not wait forever for a server that says nothing', async () => {
  const { client, server } = await connected({})
  server.silent = true
  const closed = client.close()
  await vi.advanceTimersByTimeAsync(2100)
  await closed
  expect(client.state).toBe('closed')
})

test('too much at once is refused with the bound that was met, and there is room again after the answers', async () => {
  const { client } = await connected(
    { answer: () => ({ type: 'stat', stat: STAT }) },
    { limits: { requestsMax: 2, requestBytesMax: 100 } },
  )
  const two = Promise.all([client.exists('/a'), client.exists('/b')])
  expect(await rejection(client.exists('/c'))).toMatchObject({ code: 'QUEUE_FULL', definite: true })
  await two
  expect(await client.exists('/c')).toEqual(STAT)
  const large = await rejection(client.setData('/a', 'x'.repeat(100)))
  expect(large).toBeInstanceOf(ZooKeeperError)
  expect(large).toMatchObject({
    code: 'REQUEST_TOO_LARGE',
    message: expect.stringContaining('limits.requestBytesMax'),
  })
})

test('a server that accepts, and refuses our watches, is not stormed', async () => {
  const { client, server } = await connected({
    answer: ({ type }) =>
      type === 'set-watches'
        ? { type: 'error', code: -5 }
        : type === 'exists'
          ? { type: 'stat', stat: STAT }
          : undefined,
  })
  await client.exists('/a', { watch: () => {} })
  server.disconnect()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.greeted.length).toBeGreaterThan(3)
  expect(server.greeted.length).toBeLessThan(20)
})
