/**
 * One client of the simulation: it speaks the client protocol in bytes, keeps its session alive, goes to another peer when
 * its own is silent, takes its watches along, and reports everything it asks and sees. It plays its part honestly: what
 * it promises (a ping in time, requests in order, the newest zxid it saw) it keeps.
 */
import type { PeerId, Zxid } from '@quoll/core'
import type { Random } from '../random.ts'
import { cancel, type Micros, MS, type Scheduled, type Scheduler } from '../scheduler.ts'
import type { ClientLink, ClientLinkEvents } from './client-link.ts'
import type { Operation, Outcome } from './operation.ts'
import type { Sight } from './sight.ts'
import { WatchList } from './watch-list.ts'
import {
  connectFrame,
  PING_XID,
  pingFrame,
  readConnect,
  readFrame,
  requestFrame,
  SET_WATCHES_XID,
  type Seen,
  setWatchesFrame,
} from './wire.ts'
import type { Ask, Workload } from './workload.ts'

export type ClientWorld = {
  readonly scheduler: Scheduler
  readonly peers: readonly PeerId[]
  connect(peer: PeerId, name: string, events: ClientLinkEvents): ClientLink | undefined
  nextOperation(): number
  invoked(operation: Operation): void
  completed(operation: Operation): void
  saw(sight: Sight): void
}

export type ClientOptions = {
  readonly number: number
  readonly timeoutMs: number
  readonly think: Micros
}

type Sent = {
  readonly xid: number
  readonly sentAt: Micros
  readonly ask: Ask | undefined
  readonly operation: Operation | undefined
}

const DIAL_TIMEOUT: Micros = 1_000 * MS
const REDIAL: Micros = 100 * MS

export class SimClient {
  readonly #world: ClientWorld
  readonly #options: ClientOptions
  readonly #random: Random
  readonly #workload: Workload
  readonly #watches = new WatchList()
  #session = 0n
  #password = new Uint8Array(16)
  #timeoutMs: number
  #lastZxid = 0
  #xid = 0
  #link: ClientLink | undefined
  #peer: PeerId | undefined
  #attached = false
  #sent: Sent[] = []
  /** What `setWatches` asked for, while it is unanswered. */
  #restoring:
    | { readonly relative: number; readonly data: string[]; readonly exists: string[]; readonly child: string[] }
    | undefined
  #heardAt: Micros = 0
  #spokeAt: Micros = 0
  #timer: Scheduled | undefined
  #thinking: Scheduled | undefined
  #quiet = false
  #gone = false
  #script: Ask[] = []

  constructor(world: ClientWorld, options: ClientOptions, random: Random, workload: Workload) {
    this.#world = world
    this.#options = options
    this.#random = random
    this.#workload = workload
    this.#timeoutMs = options.timeoutMs
  }

  get session(): bigint {
    return this.#session
  }

  get isAttached(): boolean {
    return this.#attached
  }

  get peer(): PeerId | undefined {
    return this.#peer
  }

  /** Requests without an answer. */
  get waiting(): number {
    return this.#sent.filter(({ operation }) => operation !== undefined).length + this.#script.length
  }

  begin(): void {
    this.#dial()
  }

  /** Asks for these, in order, before anything of the workload. */
  perform(asks: readonly Ask[]): void {
    this.#script.push(...asks)
    this.#think(0)
  }

  /** From now on it asks for nothing of its own accord, but keeps its session. */
  rest(): void {
    this.#quiet = true
  }

  /** Loses its connection and does not know why. */
  cut(): void {
    this.#link?.cut()
  }

  /** Never heard of again: its session is left to expire. */
  vanish(): void {
    this.#gone = true
    this.#link?.cut()
    this.#detach()
  }

  #dial(): void {
    if (this.#gone || this.#link !== undefined) return
    const others = this.#world.peers.filter((peer) => peer !== this.#peer)
    const peer =
      others.length > 0 && this.#random.chance(0.8) ? this.#random.pick(others) : this.#random.pick(this.#world.peers)
    this.#peer = peer
    const link = this.#world.connect(peer, `127.0.0.1:${40_000 + this.#options.number}`, {
      onOpen: () => {
        if (this.#link === link) this.#handshake()
      },
      onFrame: (frame, servedAt) => {
        if (this.#link === link) this.#onFrame(frame, servedAt)
      },
      onClose: () => {
        if (this.#link === link) this.#detach()
      },
    })
    if (link === undefined) {
      this.#redial()
      return
    }
    this.#link = link
    this.#heardAt = this.#world.scheduler.now
    this.#watchTime(DIAL_TIMEOUT)
  }

  #redial(): void {
    this.#world.scheduler.after(this.#random.delay(REDIAL), () => this.#dial())
  }

  #handshake(): void {
    this.#send(
      connectFrame({
        lastZxidSeen: this.#lastZxid,
        timeoutMs: this.#options.timeoutMs,
        session: this.#session,
        password: this.#password,
      }),
    )
  }

  /** Looks again after `wait`: pings when it was quiet, gives up a peer that is. */
  #watchTime(wait: Micros): void {
    if (this.#timer !== undefined) cancel(this.#timer)
    this.#timer = this.#world.scheduler.after(wait, () => {
      this.#timer = undefined
      if (this.#gone || this.#link === undefined) return
      const { now } = this.#world.scheduler
      const patience = this.#attached ? (this.#timeoutMs * MS * 2) / 3 : DIAL_TIMEOUT
      if (now - this.#heardAt >= patience) {
        this.#link.close()
        this.#detach()
        return
      }
      if (this.#attached && now - this.#spokeAt >= (this.#timeoutMs * MS) / 3) this.#ping()
      this.#watchTime(this.#attached ? (this.#timeoutMs * MS) / 6 : DIAL_TIMEOUT / 4)
    })
  }

  #ping(): void {
    this.#sent.push({ xid: PING_XID, sentAt: this.#world.scheduler.now, ask: undefined, operation: undefined })
    this.#send(pingFrame())
  }

  #send(frame: Uint8Array): void {
    this.#spokeAt = this.#world.scheduler.now
    this.#link?.send(frame)
  }

  #detach(): void {
    this.#link = undefined
    if (this.#attached) this.#world.saw({ type: 'detached', client: this.#options.number })
    this.#attached = false
    this.#restoring = undefined
    const unanswered = this.#sent
    this.#sent = []
    for (const { operation } of unanswered) {
      if (operation === undefined) continue
      operation.completedAt = this.#world.scheduler.now
      this.#world.completed(operation)
    }
    if (!this.#gone) this.#redial()
  }

  #onFrame(frame: Uint8Array, servedAt: Zxid): void {
    this.#heardAt = this.#world.scheduler.now
    if (!this.#attached) return this.#onConnected(frame, servedAt)
    const seen = readFrame(frame, (xid) => (this.#sent[0]?.xid === xid ? this.#sent[0].ask : undefined))
    if (seen.type === 'event') this.#onEvent(seen)
    else this.#onReply(seen)
  }

  #onConnected(frame: Uint8Array, servedAt: Zxid): void {
    const answer = readConnect(frame)
    if (answer.session === 0n) return this.#sessionIsLost()
    const again = this.#session !== 0n
    this.#session = answer.session
    this.#password = answer.password
    this.#timeoutMs = answer.timeoutMs
    this.#attached = true
    this.#world.saw({
      type: 'attached',
      client: this.#options.number,
      session: this.#session,
      peer: this.#peer as PeerId,
      timeoutMs: this.#timeoutMs,
      again,
      lastZxidSeen: again ? this.#lastZxid : 0,
      servedAt,
    })
    if (again && this.#watches.size > 0) this.#restoreWatches()
    this.#watchTime((this.#timeoutMs * MS) / 6)
    this.#think(0)
  }

  #sessionIsLost(): void {
    this.#world.saw({ type: 'session-lost', client: this.#options.number, session: this.#session })
    this.#endSession()
  }

  #endSession(): void {
    this.#session = 0n
    this.#password = new Uint8Array(16)
    this.#xid = 0
    this.#lastZxid = 0
    this.#watches.clear()
    this.#link?.close()
    this.#detach()
  }

  #restoreWatches(): void {
    const { data, exists, child, persistent, recursive } = this.#watches
    const restoring = { relative: this.#lastZxid, data: [...data], exists: [...exists], child: [...child] }
    this.#restoring = restoring
    this.#sent.push({ xid: SET_WATCHES_XID, sentAt: this.#world.scheduler.now, ask: undefined, operation: undefined })
    this.#send(setWatchesFrame({ ...restoring, persistent: [...persistent], recursive: [...recursive] }))
  }

  #think(wait: Micros): void {
    if (this.#thinking !== undefined) cancel(this.#thinking)
    this.#thinking = this.#world.scheduler.after(wait, () => {
      this.#thinking = undefined
      if (this.#gone || !this.#attached) return
      const scripted = this.#script.shift()
      if (scripted !== undefined) this.#ask(scripted)
      else if (!this.#quiet) this.#askOfItsOwn()
      if (this.#quiet && this.#script.length === 0) return
      this.#think(this.#pause())
    })
  }

  #askOfItsOwn(): void {
    // Rarely more than a few unanswered: a client that waits is one that learns what it may conclude.
    if (this.waiting > 8) return
    this.#ask(this.#workload.next())
  }

  #pause(): Micros {
    return this.#random.delay(this.#random.chance(0.1) ? this.#options.think / 100 : this.#options.think)
  }

  #ask(ask: Ask): void {
    const xid = ++this.#xid
    const { now } = this.#world.scheduler
    const operation: Operation = {
      id: this.#world.nextOperation(),
      client: this.#options.number,
      session: this.#session,
      xid,
      kind: ask.kind,
      path: 'path' in ask ? ask.path : '',
      version: 'version' in ask ? ask.version : -1,
      watch: 'watch' in ask && ask.watch,
      peer: this.#peer as PeerId,
      invokedAt: now,
      completedAt: undefined,
      outcome: undefined,
    }
    this.#sent.push({ xid, sentAt: now, ask, operation })
    this.#world.invoked(operation)
    this.#send(requestFrame(xid, ask))
  }

  #onEvent(seen: Extract<Seen, { type: 'event' }>): void {
    this.#watches.fired(seen.event, seen.path)
    if (seen.zxid > 0) this.#lastZxid = seen.zxid
    this.#world.saw({
      type: 'event',
      client: this.#options.number,
      session: this.#session,
      event: seen.event,
      path: seen.path,
      zxid: seen.zxid,
      caughtUp: seen.zxid < 0,
    })
  }

  #onReply(seen: Extract<Seen, { type: 'reply' }>): void {
    const sent = this.#sent.shift()
    this.#world.saw({
      type: 'reply',
      client: this.#options.number,
      session: this.#session,
      xid: seen.xid,
      expectedXid: sent?.xid,
      zxid: seen.outcome.zxid,
      sentAt: sent?.sentAt ?? this.#world.scheduler.now,
    })
    if (sent === undefined) return
    if (seen.outcome.zxid > 0) this.#lastZxid = seen.outcome.zxid
    if (sent.xid === SET_WATCHES_XID) this.#watchesRestored(seen.outcome.zxid)
    const { operation, ask } = sent
    if (operation === undefined || ask === undefined) return
    operation.completedAt = this.#world.scheduler.now
    operation.outcome = seen.outcome
    this.#world.completed(operation)
    this.#learn(ask, seen.outcome)
    if (ask.kind === 'close-session') this.#endSession()
  }

  #watchesRestored(asOf: Zxid): void {
    const restoring = this.#restoring
    this.#restoring = undefined
    if (restoring === undefined) return
    const client = this.#options.number
    const data = restoring.data.filter((path) => this.#watches.data.has(path))
    const exists = restoring.exists.filter((path) => this.#watches.exists.has(path))
    const child = restoring.child.filter((path) => this.#watches.child.has(path))
    this.#world.saw({ type: 'watches-restored', client, relative: restoring.relative, asOf, data, exists, child })
    for (const path of data) this.#world.saw({ type: 'watch-set', client, kind: 'data', path, asOf })
    for (const path of exists) this.#world.saw({ type: 'watch-set', client, kind: 'exists', path, asOf })
    for (const path of child) this.#world.saw({ type: 'watch-set', client, kind: 'child', path, asOf })
  }

  #learn(ask: Ask, outcome: Outcome): void {
    if ('path' in ask && outcome.stat !== undefined)
      this.#workload.sawVersion(outcome.path ?? ask.path, outcome.stat.version)
    if (ask.kind === 'get-children' && outcome.children !== undefined) {
      this.#workload.sawChildren(outcome.children.map((name) => `${ask.path}/${name}`))
    }
    if (!('watch' in ask) || !ask.watch) return
    const kind = watchLeftBy(ask.kind, outcome.error)
    if (kind === undefined) return
    this.#watches.add(kind, ask.path)
    this.#world.saw({ type: 'watch-set', client: this.#options.number, kind, path: ask.path, asOf: outcome.zxid })
  }
}

/** A failed `exists` leaves a watch for the creation; a failed read leaves none. */
function watchLeftBy(
  kind: 'exists' | 'get-data' | 'get-children',
  error: number,
): 'data' | 'exists' | 'child' | undefined {
  if (kind === 'exists') return error === 0 ? 'data' : 'exists'
  if (error !== 0) return undefined
  return kind === 'get-data' ? 'data' : 'child'
}
