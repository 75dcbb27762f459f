import { once } from 'node:events'
import { DEFAULT_TIMING, ensembleConfig, peerId } from '@quoll/core'
import { DEFAULT_LIMITS, type RunningPeer, startPeer } from '@quoll/peer'
import { ManualClock, memoryStorage } from '@quoll/peer/testing'
import { decodeConnectResponse, encodeConnectRequest, encodeRequest } from '@quoll/protocol/client'
import { decodeHeader, decodeRecord, type TraceHeader, type TraceRecord } from '@quoll/trace'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Feed } from '../../src/feed/index.ts'
import { type HttpPort, listenForHttp } from '../../src/http/listen-for-http.ts'
import { transportToNobody } from '../../src/transport-to-nobody.ts'
import { until } from '../client-port/test-client.ts'

const TICK_MS = 25
const id = peerId(1)

let clock: ManualClock
let disk: ReturnType<typeof memoryStorage>
let peer: RunningPeer | undefined
let feed: Feed
let http: HttpPort
const dialled: WebSocket[] = []

beforeEach(async () => {
  clock = new ManualClock()
  disk = memoryStorage()
  feed = new Feed({
    id,
    header: () => ({ title: 'peer 1', connect: '127.0.0.1:2181', peers: [{ id, client: '127.0.0.1:2181' }] }),
    peer: () => peer,
    processFacts: () => ({ software: 'quoll', pid: 7, uptimeMs: 1, tickMs: TICK_MS, eventLoopMsP99: 0 }),
  })
  http = await listenForHttp({
    address: { host: '127.0.0.1', port: 0 },
    pages: {},
    webSockets: { '/feed': feed.webSocket },
  })
  feed.told({ number: 1, atMs: 5, text: 'a torn tail was cut' })
})

afterEach(async () => {
  for (const ws of dialled.splice(0)) ws.terminate()
  peer?.stop(() => {})
  peer = undefined
  await new Promise<void>((done) => http.close(done))
})

function start(): void {
  peer = startPeer({
    id,
    ensemble: ensembleConfig([id]),
    tickMs: TICK_MS,
    timing: DEFAULT_TIMING,
    transport: transportToNobody,
    storage: disk,
    clock,
    authentication: { authenticate: () => undefined },
    sessions: { tickMs: 2000, minTimeoutMs: 1000, maxTimeoutMs: 40_000 },
    limits: DEFAULT_LIMITS,
    extendedTypes: false,
    reapingIntervalMs: 60_000,
    observer: feed,
    onHalt: () => {},
  })
}

function settle(): void {
  for (let i = 0; i < 5; i++) {
    clock.runTurns()
    disk.sync()
  }
}

function elect(): void {
  for (let tick = 0; tick < 40; tick++) {
    clock.advance(TICK_MS)
    settle()
  }
  expect(peer?.view().serving).toBe(true)
}

type Reading = { readonly ws: WebSocket; readonly header: () => TraceHeader; readonly records: TraceRecord[] }

async function read(): Promise<Reading> {
  const ws = new WebSocket(`ws://127.0.0.1:${http.port}/feed`)
  dialled.push(ws)
  const lines: string[] = []
  const records: TraceRecord[] = []
  ws.on('message', (message) => {
    for (const line of String(message).trimEnd().split('\n'))
      if (lines.push(line) > 1) records.push(decodeRecord(line, lines.length)!)
  })
  await once(ws, 'open')
  await until(() => lines.length > 0)
  return { ws, header: () => decodeHeader(lines[0] ?? ''), records }
}

const typesOf = ({ records }: Reading): readonly string[] => records.map(({ type }) => type)

test('who begins to read gets the header, what happened before, and the status', async () => {
  start()
  elect()
  const reading = await read()
  expect(reading.header()).toMatchObject({
    clock: 'wall',
    title: 'peer 1',
    peers: [{ id: 1, client: '127.0.0.1:2181' }],
  })
  expect(Math.abs(reading.header().atMs - Date.now())).toBeLessThan(1000)
  expect(reading.records[0]).toMatchObject({ type: 'told', number: 1, text: 'a torn tail was cut', atMs: 5 })
  const roles = reading.records.flatMap((record) =>
    record.type === 'became' ? [`${record.role}, ${record.phase}`] : [],
  )
  expect(roles[0]).toBe('looking, election')
  expect(roles.at(-1)).toBe('leading, broadcast')
  expect(reading.records.at(-1)).toMatchObject({
    type: 'status',
    peer: 1,
    status: { id: 1, pid: 7, role: 'leading', serving: true, story: [] },
  })
})

test('of what happened long ago only the newest is kept', async () => {
  start()
  elect()
  for (let number = 2; number <= 2_000; number++) feed.told({ number, atMs: number, text: 'again' })
  const { records } = await read()
  expect(records.length).toBeLessThanOrEqual(501)
  expect(records.at(-2)).toMatchObject({ type: 'told', number: 2_000 })
})

test('what happens is told as it happens, with a status behind every change of role', async () => {
  start()
  elect()
  const reading = await read()
  const before = reading.records.length
  feed.told({ number: 2, atMs: 6, text: 'is asked to stop' })
  peer?.stop(() => {})
  await until(() => reading.records.some((one) => one.type === 'status' && !one.status.serving))
  const types = typesOf(reading).slice(before)
  expect(types).toContain('became')
  expect(types.indexOf('status', types.indexOf('became'))).toBeGreaterThan(types.lastIndexOf('became'))
  expect(reading.records).toContainEqual({
    type: 'told',
    peer: 1,
    number: 2,
    atMs: 6,
    level: 'info',
    text: 'is asked to stop',
  })
})

test('a status comes at least every quarter of a second', async () => {
  start()
  elect()
  const reading = await read()
  await until(() => typesOf(reading).filter((type) => type === 'status').length >= 5, 2_000)
})

test('details come to whoever wants them', async () => {
  start()
  elect()
  const curious = await read()
  const content = await read()
  curious.ws.send('{"want":["sessions","watches","transactions","moods"]}')
  const frames: Uint8Array[] = []
  const connection = {
    address: '127.0.0.1',
    name: '127.0.0.1:5',
    send: (frame: Uint8Array) => frames.push(frame),
    pause: () => {},
    resume: () => {},
    close: () => {},
  }
  await until(() => typesOf(curious).includes('sessions'), 3_000)
  const handler = peer!.accept(connection)
  handler.onFrame(
    encodeConnectRequest({
      timeoutMs: 9000,
      sessionId: 0n,
      password: new Uint8Array(16),
      lastZxidSeen: 0,
      readOnly: false,
    }),
  )
  settle()
  const session = `0x${decodeConnectResponse(frames[0]!).sessionId.toString(16)}`
  handler.onFrame(encodeRequest(1, { type: 'exists', path: `/${'a'.repeat(1000)}`, watch: true }))
  settle()
  await until(() => curious.records.some((one) => one.type === 'watches' && one.total === 1), 3_000)
  await until(() => curious.records.some((one) => one.type === 'sessions' && one.total === 1), 3_000)
  const told = curious.records
  expect(told.findLast(({ type }) => type === 'sessions')).toMatchObject({
    rows: [{ id: session, owner: 1, client: '127.0.0.1:5', timeoutMs: 9000, watches: 1, lastOperation: 'exists' }],
  })
  const watches = told.findLast((one) => one.type === 'watches')
  expect(watches).toMatchObject({ rows: [{ kind: 'data', sessions: 1, some: [session] }] })
  expect(watches?.rows[0]?.path.length).toBeLessThan(500)
  expect(told.find(({ type }) => type === 'applied')).toMatchObject({
    txns: [{ operation: 'create-session', session }],
  })
  for (const detail of ['sessions', 'watches', 'applied']) expect(typesOf(content)).not.toContain(detail)
})

test.each([
  ['what makes no sense', 'hello', 1007],
  ['what is far too long', JSON.stringify({ want: ['x'.repeat(2000)] }), 1009],
])('%s ends the connection', async (_, message, code) => {
  start()
  const { ws } = await read()
  ws.send(message)
  const [closed] = await once(ws, 'close')
  expect(closed).toBe(code)
})

test('readers are bounded, and a peer that has not started has none', async () => {
  const early = new WebSocket(`ws://127.0.0.1:${http.port}/feed`)
  const [code] = await once(early, 'close')
  expect(code).toBe(1013)
  start()
  for (let n = 0; n < 16; n++) await read()
  const late = new WebSocket(`ws://127.0.0.1:${http.port}/feed`)
  const [error] = await once(late, 'error')
  expect(String(error)).toContain('503')
})

test('a reader that does not read loses records, is told how many, and holds up nobody', async () => {
  start()
  elect()
  const [slow, quick] = [await read(), await read()]
  slow.ws.pause()
  const text = 'a long story '.repeat(80)
  const sentences = 20_000
  for (let number = 2; number < sentences + 2; number++) {
    feed.told({ number, atMs: 6, text })
    if (number % 100 === 0) await new Promise((done) => setImmediate(done))
  }
  const toldTo = ({ records }: Reading) => records.filter(({ type }) => type === 'told').length
  await until(() => quick.records.some((one) => one.type === 'told' && one.number === sentences + 1), 20_000)
  slow.ws.resume()
  await until(() => typesOf(slow).includes('dropped'), 20_000)
  const dropped = slow.records.reduce((sum, one) => sum + (one.type === 'dropped' ? one.count : 0), 0)
  expect(dropped).toBeGreaterThan(0)
  expect(toldTo(slow)).toBeGreaterThan(0)
  expect(toldTo(slow)).toBeLessThan(toldTo(quick))
  expect(peer?.view().serving).toBe(true)
}, 60_000)
