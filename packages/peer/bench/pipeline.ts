/**
 * What the whole way of a request costs on one core, without sockets and disks: three peers on a network in memory, clients
 * that speak the protocol's bytes, a disk that is done at once. Every reply is counted and must be no error.
 *
 *     node --conditions=source packages/peer/bench/pipeline.ts [seconds per row]
 */
import { DEFAULT_TIMING, ensembleConfig, peerId } from '@quoll/core'
import { type ClientHandler, DEFAULT_LIMITS, type RunningPeer, startPeer } from '@quoll/peer'
import { ManualClock, MemoryNetwork } from '@quoll/peer/testing'
import { type ClientRequest, decodeReplyHeader, encodeConnectRequest, encodeRequest } from '@quoll/protocol/client'
import { InstantDisk } from './instant-disk.ts'

const SECONDS = Number(process.argv[2] ?? 1)
const WARM_UP_SECONDS = 0.5
const OUTSTANDING = [1, 16, 128, 1000]
const VALUE = new Uint8Array(100).fill(7)
const PATH = '/bench'
const TICK_MS = 25
/** Time passes now and then, or pings would never have their turn. */
const TURNS_PER_TICK = 1000

class ThreePeers {
  readonly #network = new MemoryNetwork()
  readonly #clock = new ManualClock()
  readonly #disks = [1, 2, 3].map(() => new InstantDisk())
  readonly peers: readonly RunningPeer[]

  constructor() {
    const ids = [1, 2, 3].map(peerId)
    this.peers = ids.map((id, at) =>
      startPeer({
        id,
        ensemble: ensembleConfig(ids),
        tickMs: TICK_MS,
        timing: DEFAULT_TIMING,
        transport: this.#network.transport(id),
        storage: this.#disks[at]!,
        clock: this.#clock,
        authentication: { authenticate: () => undefined },
        sessions: { tickMs: 2000, minTimeoutMs: 4000, maxTimeoutMs: 40_000_000 },
        limits: DEFAULT_LIMITS,
        extendedTypes: true,
        reapingIntervalMs: 60_000,
        onHalt: (why) => {
          throw new Error(`a peer stopped: ${why}`)
        },
      }),
    )
    for (let ticks = 0; !this.peers.every((peer) => peer.view().serving); ticks++) {
      if (ticks > 1000) throw new Error('no leader')
      this.tick()
    }
  }

  tick(): void {
    this.#clock.advance(TICK_MS)
    this.settle()
  }

  /** Everything that can happen without time passing happens. */
  settle(): void {
    for (let quiet = 0; quiet < 2; ) {
      const delivered = this.#network.deliver()
      const turned = this.#clock.runTurns()
      const synced = this.#disks.map((disk) => disk.sync()).includes(true)
      quiet = delivered > 0 || turned || synced ? 0 : quiet + 1
    }
  }
}

/** A connection that only counts. */
class CountingClient {
  readonly #handler: ClientHandler
  #isWelcome = false
  replies = 0

  constructor(peer: RunningPeer) {
    this.#handler = peer.accept({
      address: '127.0.0.1',
      name: '127.0.0.1:1',
      send: (frame) => this.#onFrame(frame),
      pause: () => {},
      resume: () => {},
      close: () => {
        throw new Error('a peer closed a connection')
      },
    })
    const anew = { lastZxidSeen: 0, sessionId: 0n, password: undefined, readOnly: false }
    this.#handler.onFrame(encodeConnectRequest({ ...anew, timeoutMs: 40_000_000 }))
  }

  send(frame: Uint8Array): void {
    this.#handler.onFrame(frame)
  }

  #onFrame(frame: Uint8Array): void {
    if (this.#isWelcome) {
      const { error } = decodeReplyHeader(frame)
      if (error !== 0) throw new Error(`a reply with the error ${error}`)
      this.replies++
    }
    this.#isWelcome = true
  }
}

const ensemble = new ThreePeers()
const clients = ensemble.peers.map((peer) => new CountingClient(peer))
ensemble.settle()
const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }]
clients[0]!.send(
  encodeRequest(1, { type: 'create', operation: 'create', path: PATH, data: VALUE, acl, flags: 0, ttlMs: undefined }),
)
ensemble.settle()

/** Requests a second, so many at a time, over clients of all three peers. */
function measure(request: ClientRequest, outstanding: number): number {
  const replies = () => clients.reduce((sum, client) => sum + client.replies, 0)
  const turn = (number: number): void => {
    for (let sent = 0; sent < outstanding; sent++)
      clients[(number + sent) % clients.length]!.send(encodeRequest(sent + 1, request))
    ensemble.settle()
    if (number % TURNS_PER_TICK === 0) ensemble.tick()
  }
  const run = (seconds: number): number => {
    const before = replies()
    const began = performance.now()
    let turns = 0
    while (performance.now() - began < seconds * 1000) turn(++turns)
    const elapsedMs = performance.now() - began
    const answered = replies() - before
    if (answered !== turns * outstanding) throw new Error(`${answered} of ${turns * outstanding} were answered`)
    return (answered * 1000) / elapsedMs
  }
  run(WARM_UP_SECONDS)
  return run(SECONDS)
}

const requests: readonly [name: string, request: ClientRequest][] = [
  ['setData, 100 bytes', { type: 'set-data', path: PATH, data: VALUE, version: -1 }],
  ['getData, 100 bytes', { type: 'get-data', path: PATH, watch: false }],
]
for (const [name, request] of requests)
  for (const outstanding of OUTSTANDING)
    console.log(
      `${Math.round(measure(request, outstanding)).toString().padStart(9)} /s  ${name}, ${outstanding} at a time`,
    )
