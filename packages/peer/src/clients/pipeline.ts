/**
 * Everything between a client's frames and the replicated state: handshakes, the order of replies, the way of writes to
 * the leader, reads from the state here. While there is no leader clients wait, for a while.
 */
import type { Zxid } from '@quoll/core'
import { ErrorCode, type SessionId, type Txn, type TxnResult } from '@quoll/state-machine'
import type { PeerOptions } from '../options.ts'
import type { ClientConnection, ClientHandler } from '../ports/client-connection.ts'
import type { Replica } from '../replication/replica.ts'
import { SessionClock } from '../sessions/session-clock.ts'
import { Client, type ClientOwner } from './client.ts'
import { Clients } from './clients.ts'
import { Handshakes, sessionIsOver, welcome } from './handshake.ts'
import { type AskedSession, InFlight } from './in-flight.ts'
import { Requests } from './requests.ts'
import type { Route } from './route.ts'

/** Handshakes that wait for a leader at the same time. */
const KNOCKING_MAX = 10_000

/** What may come behind a handshake before it is answered; more closes the connection. */
const EARLY_BYTES_MAX = 1024 * 1024

export class Pipeline {
  readonly #options: PeerOptions
  readonly #replica: Replica
  readonly clients: Clients = new Clients()
  readonly #owner: ClientOwner = {
    onFrame: (client, frame) => this.#onFrame(client, frame),
    onClose: (client) => {
      client.phase = 'closing'
      this.clients.forget(client)
    },
  }
  readonly requests: Requests
  readonly #handshakes: Handshakes
  readonly #inFlight: InFlight
  /** Handshakes that wait for the leader's word on their session. */
  readonly #attaching = new Map<SessionId, Client>()
  readonly #clock: SessionClock
  readonly #knocking: { readonly client: Client; readonly frame: Uint8Array }[] = []
  /** On the session clock: when the last leader was lost. */
  #suspendedMs = 0
  /** On the session clock; in the infinite past when no leader is waited for. */
  #patientUntilMs: number
  /** A leader is there, and its answer to the sync numbered `barrier` is not. */
  #resuming: { readonly route: Route; readonly barrier: number } | undefined
  #route: Route | undefined

  constructor(options: PeerOptions, replica: Replica) {
    this.#options = options
    this.#replica = replica
    this.#handshakes = new Handshakes(options.sessions, options.id, options.clock.wallMs())
    this.#clock = new SessionClock(options.tickMs, options.clock.monotonicMs())
    this.#inFlight = new InFlight(options.clock.wallMs())
    this.#patientUntilMs = options.limits.electionGraceMs
    this.requests = new Requests(options, replica, this.clients, this.#inFlight)
  }

  get serving(): boolean {
    return this.#route !== undefined
  }
  get outstanding(): number {
    return this.#inFlight.size
  }

  accept(connection: ClientConnection): ClientHandler {
    const client = new Client(connection, this.#clock.ms, this.#owner)
    this.clients.add(client)
    return client
  }

  /**
   * There is a leader to ask. A request from before may stand in its log, not decided yet: so a sync goes first, and when
   * it is answered everything proposed until then is applied here, and found if it was ours.
   */
  open(route: Route): void {
    if (this.#inFlight.again().length === 0) return this.#resume(route)
    const barrier = this.#inFlight.reserve()
    this.#resuming = { route, barrier }
    route.sync(barrier)
  }

  /** What waited for a leader is asked, in its order, before anything new. */
  #resume(route: Route): void {
    this.#resuming = undefined
    this.#route = route
    this.requests.route = route
    // Clients that were heard meanwhile; a leader that never left has not been told of them.
    for (const { session, heardMs } of this.clients.all)
      if (session !== undefined && heardMs >= this.#suspendedMs - this.#options.tickMs) route.touch(session)
    for (const [number, asked] of this.#inFlight.again()) {
      if (asked.type === 'open-session') route.openSession(number, asked)
      else if (asked.type === 'write') route.write(number, asked)
      else route.sync(number)
    }
    for (const [session, client] of [...this.#attaching]) route.attach(session, client.timeoutMs)
    for (const { client, frame } of this.#knocking.splice(0)) {
      if (client.phase !== 'attaching') continue
      client.phase = 'fresh'
      this.#onHandshake(client, frame)
    }
  }

  /**
   * The leader is gone. Connections are kept for a while, because the next one is usually there within milliseconds: what
   * was asked is then found in its history, or asked again. ZooKeeper closes every connection instead.
   */
  suspend(): void {
    this.#resuming = undefined
    if (this.#route === undefined) return
    this.#route = undefined
    this.requests.route = undefined
    this.#suspendedMs = this.#clock.ms
    this.#patientUntilMs = this.#clock.ms + this.#options.limits.electionGraceMs
  }

  /** Gives up on a leader: clients are sent away, to try another peer. What they asked may have happened or not. */
  close(): void {
    this.#resuming = undefined
    this.#route = undefined
    this.requests.route = undefined
    this.#patientUntilMs = Number.NEGATIVE_INFINITY
    this.#inFlight.clear()
    this.#attaching.clear()
    this.#knocking.length = 0
    this.clients.dropAll()
  }

  tick(): void {
    this.#route?.tick()
    this.#clock.tick(this.#options.clock.monotonicMs())
    this.clients.dropSilent(this.#clock.ms)
    if (this.#route === undefined && this.#isPatient && this.#clock.ms >= this.#patientUntilMs) this.#losePatience()
  }

  /** Clients are sent away. With a leader that has not answered yet, new ones are served at once: nothing is left to be found. */
  #losePatience(): void {
    const resuming = this.#resuming
    this.close()
    if (resuming !== undefined) this.#resume(resuming.route)
  }

  get #isPatient(): boolean {
    return this.#patientUntilMs !== Number.NEGATIVE_INFINITY
  }

  /** Right before `txn` is applied here. */
  applying(txn: Txn): void {
    if (!this.#inFlight.hasSyncs || txn.origin !== this.#options.id) return
    for (const sync of this.#inFlight.syncsBefore(txn)) this.requests.syncDone(sync)
  }

  /** Right after it was applied, and watchers were told. */
  applied(zxid: Zxid, txn: Txn, result: TxnResult): void {
    const asked = txn.origin === this.#options.id ? this.#inFlight.answeredBy(txn) : undefined
    if (asked?.type === 'open-session' && result.type === 'create-session')
      this.#welcome(asked.client, txn.session, result.timeoutMs)
    if (asked?.type === 'write') {
      if (result.type === 'error' && result.code === ErrorCode.sessionMoved) this.clients.drop(asked.client)
      else this.requests.answer(asked, zxid, result)
    }
    if (txn.operation.type === 'close-session') this.#sessionClosed(txn.session)
  }

  /** The leader's word on a session that a client wants back. */
  revalidated(session: SessionId, valid: boolean): void {
    const client = this.#attaching.get(session)
    if (client === undefined) return
    this.#attaching.delete(session)
    if (client.phase !== 'attaching') return
    if (valid) this.#welcome(client, session, client.timeoutMs)
    else this.#expired(client)
  }

  syncDone(request: number): void {
    if (this.#resuming?.barrier === request) return this.#resume(this.#resuming.route)
    const sync = this.#inFlight.takeSync(request)
    if (sync !== undefined) this.requests.syncDone(sync)
  }

  #onFrame(client: Client, frame: Uint8Array): void {
    client.received++
    client.heardMs = this.#clock.ms
    switch (client.phase) {
      case 'fresh':
        return this.#onHandshake(client, frame)
      case 'attaching':
        client.early ??= []
        client.early.push(frame)
        client.earlyBytes += frame.length
        if (client.earlyBytes > EARLY_BYTES_MAX) this.clients.drop(client)
        return
      case 'ready':
        return this.requests.onFrame(client, frame)
      case 'closing':
        return
    }
  }

  #onHandshake(client: Client, frame: Uint8Array): void {
    const route = this.#route
    if (route === undefined) return this.#knock(client, frame)
    const handshake = this.#handshakes.judge(client, frame, this.#replica.zxid)
    if (handshake.type === 'refused') return this.clients.drop(client)
    if (handshake.type === 'expired') return this.#expired(client)
    const { session, timeoutMs } = handshake
    client.phase = 'attaching'
    client.timeoutMs = timeoutMs
    if (handshake.type === 'open') {
      const asked: AskedSession = { type: 'open-session', client, session, timeoutMs }
      return route.openSession(this.#inFlight.add(asked), asked)
    }
    const other = this.#attaching.get(session)
    if (other !== undefined) this.clients.drop(other)
    this.#attaching.set(session, client)
    route.attach(session, timeoutMs)
  }

  /** A handshake while there is no leader waits too, as long as one is expected. */
  #knock(client: Client, frame: Uint8Array): void {
    if (!this.#isPatient || this.#knocking.length >= KNOCKING_MAX) return this.clients.drop(client)
    client.phase = 'attaching'
    this.#knocking.push({ client, frame })
  }

  #welcome(client: Client, session: SessionId, timeoutMs: number): void {
    if (client.phase !== 'attaching') return
    this.clients.attach(client, session)
    client.timeoutMs = timeoutMs
    client.phase = 'ready'
    client.send(welcome(client, session, timeoutMs))
    const { early } = client
    if (early === undefined) return
    client.early = undefined
    client.earlyBytes = 0
    for (const frame of early) this.#onFrame(client, frame)
  }

  #expired(client: Client): void {
    client.send(sessionIsOver(client))
    this.clients.drop(client)
  }

  #sessionClosed(session: SessionId): void {
    const client = this.clients.bySession(session)
    if (client !== undefined) this.clients.drop(client)
    const attaching = this.#attaching.get(session)
    if (attaching === undefined) return
    this.#attaching.delete(session)
    this.#expired(attaching)
  }
}
