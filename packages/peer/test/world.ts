/** Whole peers on the fakes of their ports, and clients that speak the client protocol's bytes, all under one hand. */
import { DEFAULT_TIMING, ensembleConfig, type PeerId, peerId } from '@quoll/core'
import { type ClientHandler, DEFAULT_LIMITS, type PeerLimits, type RunningPeer, startPeer } from '@quoll/peer'
import { ManualClock, MemoryNetwork, type MemoryStorage, memoryStorage } from '@quoll/peer/testing'
import {
  type ClientRequest,
  type ConnectResponse,
  decodeConnectResponse,
  decodeNotification,
  decodeReply,
  decodeReplyHeader,
  encodeConnectRequest,
  encodeRequest,
  type Notification,
  type Reply,
} from '@quoll/protocol/client'

const TICK_MS = 25

export class World {
  readonly network: MemoryNetwork = new MemoryNetwork()
  readonly clock: ManualClock = new ManualClock()
  readonly ids: readonly PeerId[]
  readonly #limits: PeerLimits
  readonly #disks = new Map<PeerId, MemoryStorage>()
  readonly #running = new Map<PeerId, RunningPeer>()
  readonly halted: string[] = []

  constructor(peers: number, limits: Partial<PeerLimits> = {}) {
    this.ids = Array.from({ length: peers }, (_, i) => peerId(i + 1))
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    for (const id of this.ids) this.#disks.set(id, memoryStorage())
    for (const id of this.ids) this.start(id)
    this.settle()
  }

  peer(id: number): RunningPeer {
    return this.#running.get(peerId(id))!
  }

  get leader(): number {
    const leaders = this.ids.filter((id) => {
      const view = this.#running.get(id)?.view()
      return view?.zab.role === 'leading' && view.serving
    })
    if (leaders.length !== 1) throw new Error(`expected one leader, found ${leaders.length}`)
    return leaders[0]!
  }

  get follower(): number {
    const { leader } = this
    return this.ids.find((id) => id !== leader && this.#running.has(id))!
  }

  start(id: number): void {
    const self = peerId(id)
    const storage = this.#disks.get(self)!
    this.#running.set(
      self,
      startPeer({
        id: self,
        ensemble: ensembleConfig(this.ids),
        tickMs: TICK_MS,
        timing: DEFAULT_TIMING,
        transport: this.network.transport(self),
        storage,
        clock: this.clock,
        authentication: {
          authenticate: (scheme, credentials) =>
            scheme === 'digest' ? [{ scheme, id: String.fromCharCode(...credentials) }] : undefined,
        },
        sessions: { tickMs: 2000, minTimeoutMs: 1000, maxTimeoutMs: 40_000 },
        limits: this.#limits,
        extendedTypes: true,
        reapingIntervalMs: 60_000,
        onHalt: (why, cause) => this.halted.push(`${id}: ${cause}: ${why}`),
      }),
    )
  }

  /** An orderly stop. */
  stop(id: number): void {
    this.#running.get(peerId(id))!.stop(() => {})
    this.settle()
    this.#running.delete(peerId(id))
    this.#disks.set(peerId(id), this.#disks.get(peerId(id))!.crash())
  }

  /** The next sync of its disk fails, and every one after it. */
  breakDisk(id: number, why: string): void {
    this.#disks.get(peerId(id))!.failNextSync(new Error(why))
  }

  /** Everything that can happen without time passing happens. */
  settle(): void {
    for (let quiet = 0; quiet < 3; ) {
      const delivered = this.network.deliver()
      const turned = this.clock.runTurns()
      for (const disk of this.#disks.values()) disk.sync()
      quiet = delivered > 0 || turned ? 0 : quiet + 1
    }
  }

  pass(ms: number): void {
    for (let at = 0; at < ms; at += TICK_MS) {
      this.clock.advance(TICK_MS)
      this.settle()
    }
  }

  /** Lets time pass until there is one leader that serves. */
  elect(): this {
    for (let tick = 0; tick < 400; tick++) {
      try {
        void this.leader
        if ([...this.#running.values()].every((peer) => peer.view().serving)) return this
      } catch {
        // not yet
      }
      this.pass(TICK_MS)
    }
    throw new Error('no leader within 10 s')
  }

  connect(id: number, options: Partial<TestClientOptions> = {}): TestClient {
    const client = new TestClient(this, this.peer(id), options)
    this.settle()
    return client
  }
}

export type TestClientOptions = {
  readonly timeoutMs: number
  readonly session: { readonly id: bigint; readonly password: Uint8Array } | undefined
  readonly lastZxidSeen: number
}

type Sent = { readonly xid: number; readonly request: ClientRequest }
export type Answer = { readonly xid: number; readonly zxid: number; readonly reply: Reply }

/** A connection that keeps all it hears, in order. */
export class TestClient {
  readonly #world: World
  readonly #handler: ClientHandler
  readonly #sent: Sent[] = []
  #xid = 0
  welcome: ConnectResponse | undefined
  /** Replies and notifications in the order they came. */
  readonly heard: (Answer | Notification)[] = []
  closed = false

  constructor(world: World, peer: RunningPeer, options: Partial<TestClientOptions>) {
    this.#world = world
    this.#handler = peer.accept({
      address: '127.0.0.1',
      name: '127.0.0.1:1',
      send: (frame) => this.#onFrame(frame.slice()),
      pause: () => {},
      resume: () => {},
      close: () => {
        this.closed = true
      },
    })
    this.#handler.onFrame(
      encodeConnectRequest({
        lastZxidSeen: options.lastZxidSeen ?? 0,
        timeoutMs: options.timeoutMs ?? 10_000,
        sessionId: options.session?.id ?? 0n,
        password: options.session?.password,
        readOnly: false,
      }),
    )
  }

  get session(): { id: bigint; password: Uint8Array } {
    return { id: this.welcome!.sessionId, password: this.welcome!.password }
  }
  get answers(): Answer[] {
    return this.heard.filter((each): each is Answer => 'reply' in each)
  }
  get notifications(): Notification[] {
    return this.heard.filter((each): each is Notification => !('reply' in each))
  }

  /** Sends without waiting. */
  send(request: ClientRequest): void {
    const xid = request.type === 'ping' ? -2 : ++this.#xid
    this.#sent.push({ xid, request })
    this.#handler.onFrame(encodeRequest(xid, request).slice())
  }

  /** Sends, lets everything settle, and returns the reply. */
  ask(request: ClientRequest): Reply {
    const before = this.answers.length
    this.send(request)
    this.#world.settle()
    const answer = this.answers[before]
    if (answer === undefined) throw new Error(`no answer to ${request.type}`)
    return answer.reply
  }

  hangUp(): void {
    this.closed = true
    this.#handler.onClose()
  }

  #onFrame(frame: Uint8Array): void {
    if (this.welcome === undefined) {
      this.welcome = decodeConnectResponse(frame)
      return
    }
    const { xid } = decodeReplyHeader(frame)
    if (xid === -1) {
      this.heard.push(decodeNotification(frame))
      return
    }
    const sent = this.#sent.shift()
    if (sent?.xid !== xid) throw new Error(`reply ${xid} where ${sent?.xid} was due`)
    const { zxid, reply } = decodeReply(sent.request, frame)
    this.heard.push({ xid, zxid, reply })
  }
}

export const OPEN_ACL: { perms: number; scheme: string; id: string }[] = [{ perms: 31, scheme: 'world', id: 'anyone' }]

/** Bytes of an ASCII text. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

export function create(path: string, text = '', flags = 0): ClientRequest {
  return { type: 'create', operation: 'create', path, data: bytes(text), acl: OPEN_ACL, flags, ttlMs: undefined }
}
export function setData(path: string, text: string, version = -1): ClientRequest {
  return { type: 'set-data', path, data: bytes(text), version }
}
export function getData(path: string, watch = false): ClientRequest {
  return { type: 'get-data', path, watch }
}

/** The text of a getData reply. */
export function textOf(reply: Reply): string {
  if (reply.type !== 'data') throw new Error(`no data but ${reply.type}`)
  return String.fromCharCode(...(reply.data ?? []))
}
