/**
 * What the feed costs a peer per event of its core, without readers and with three: nanoseconds on the hot path. What it costs
 * besides, a few statuses a second, `scripts/feed-cost.mjs` measures on real peers.
 *
 *     node --conditions=source apps/server/bench/feed.ts
 */
import { once } from 'node:events'
import { DEFAULT_TIMING, type Effect, ensembleConfig, type PeerEvent, peerId, ZXID_ZERO, zxid } from '@quoll/core'
import { DEFAULT_LIMITS, startPeer } from '@quoll/peer'
import { ManualClock, MemoryNetwork, memoryStorage } from '@quoll/peer/testing'
import { WebSocket } from 'ws'
import { Feed } from '../src/feed/index.ts'
import { listenForHttp } from '../src/http/listen-for-http.ts'

const CALLS = 20_000_000
const READERS = 3
const id = peerId(1)

const peer = startPeer({
  id,
  ensemble: ensembleConfig([id]),
  tickMs: 25,
  timing: DEFAULT_TIMING,
  transport: new MemoryNetwork().transport(id),
  storage: memoryStorage(),
  clock: new ManualClock(),
  authentication: { authenticate: () => undefined },
  sessions: { tickMs: 2000, minTimeoutMs: 4000, maxTimeoutMs: 40_000 },
  limits: DEFAULT_LIMITS,
  extendedTypes: false,
  reapingIntervalMs: 60_000,
  onHalt: (why) => {
    throw new Error(why)
  },
})
const feed = new Feed({
  id,
  header: () => ({ title: 'bench', connect: '', peers: [{ id }] }),
  peer: () => peer,
  processFacts: () => ({ software: 'bench', pid: 1, uptimeMs: 1, tickMs: 25, eventLoopMsP99: 0 }),
  story: () => [],
})

const { port } = await listenForHttp({
  address: { host: '127.0.0.1', port: 0 },
  pages: {},
  webSockets: { '/feed': feed.webSocket },
})

const epoch = 1 as Extract<Effect, { type: 'became' }>['epoch']
const events: readonly PeerEvent[] = [
  { type: 'received', from: peerId(2), message: { type: 'ack', epoch, upTo: zxid(1, 9) } },
  { type: 'received', from: peerId(3), message: { type: 'ack', epoch, upTo: zxid(1, 9) } },
  { type: 'tick' },
]
const effects: readonly Effect[] = [
  { type: 'send', to: peerId(2), message: { type: 'commit', epoch, upTo: ZXID_ZERO } },
  { type: 'send', to: peerId(3), message: { type: 'commit', epoch, upTo: ZXID_ZERO } },
  { type: 'deliver', batch: { first: zxid(1, 9), payloads: [new Uint8Array(1)] } },
]

function nanosPerCall(): number {
  const before = process.cpuUsage()
  for (let call = 0; call < CALLS / 2; call++) {
    feed.event(events[call % events.length]!)
    feed.effect(effects[call % effects.length]!)
  }
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / CALLS
}

nanosPerCall()
console.log(`${nanosPerCall().toFixed(1)} ns  an event or effect, nobody reads`)
for (let n = 0; n < READERS; n++) await once(new WebSocket(`ws://127.0.0.1:${port}/feed`), 'message')
nanosPerCall()
console.log(`${nanosPerCall().toFixed(1)} ns  an event or effect, ${READERS} read`)
process.exit()
