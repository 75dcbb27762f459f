/**
 * The requests of established sessions, each answered in the order it came. What changes something goes to the leader;
 * what reads is answered here, at its turn: behind the session's own writes, before its later ones.
 */
import { DecodeError } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import {
  type ClientRequest,
  decodeRequest,
  encodeReply,
  NO_ZXID,
  OpCode,
  type Reply,
  type RequestFrame,
  splitRequest,
  Xid,
} from '@quoll/protocol/client'
import { ErrorCode, type SessionId, type TxnResult, type WriteRequest } from '@quoll/state-machine'
import type { PeerOptions } from '../options.ts'
import type { Replica } from '../replication/replica.ts'
import { answerRead } from './answer-read.ts'
import { replyOf } from './answer-write.ts'
import type { Client, Waiting } from './client.ts'
import type { Clients } from './clients.ts'
import type { AskedSync, AskedWrite, InFlight } from './in-flight.ts'
import { Latency } from './latency.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { Route } from './route.ts'

/** Authentication says nothing about the tree, so its reply carries no zxid. */
const ZXID_OF_AUTH = 0

export class Requests {
  readonly #options: PeerOptions
  readonly #replica: Replica
  readonly #clients: Clients
  readonly #inFlight: InFlight
  readonly latency: Latency = new Latency()
  readonly reads: LatencyHistogram = new LatencyHistogram()
  readonly writes: LatencyHistogram = new LatencyHistogram()
  readonly #paused = new Set<Client>()
  #route: Route | undefined

  constructor(options: PeerOptions, replica: Replica, clients: Clients, inFlight: InFlight) {
    this.#options = options
    this.#replica = replica
    this.#clients = clients
    this.#inFlight = inFlight
  }

  /** Undefined while there is no leader to ask: what goes to it waits, what reads is answered. */
  set route(route: Route | undefined) {
    this.#route = route
  }

  /** One frame of an established session. What is not even a request closes the connection. */
  onFrame(client: Client, frame: Uint8Array): void {
    const session = client.session
    if (session === undefined) return
    let split: RequestFrame
    try {
      split = splitRequest(frame)
    } catch (error) {
      return this.#dropOrThrow(client, error)
    }
    if (split.opCode === OpCode.auth || split.opCode === OpCode.sasl) return this.#authenticate(client, split)
    this.#touch(client, session)
    let request: ClientRequest
    try {
      request = decodeRequest(split.opCode, split.body)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      const unreadable: ClientRequest = { type: 'unknown', opCode: split.opCode }
      return this.#reply(client, split, unreadable, { type: 'error', code: ErrorCode.marshallingError })
    }
    this.#onRequest(client, session, split, request)
  }

  /** Once per tick is enough: sessions have no finer clock. */
  #touch(client: Client, session: SessionId): void {
    if (this.#route === undefined || client.touchedMs === client.heardMs) return
    client.touchedMs = client.heardMs
    this.#route.touch(session)
  }

  #onRequest(client: Client, session: SessionId, split: RequestFrame, request: ClientRequest): void {
    switch (request.type) {
      case 'create':
      case 'delete':
      case 'set-data':
      case 'set-acl':
      case 'multi':
      case 'close-session':
        return this.#write(client, session, split, request)
      case 'sync': {
        const waiting = this.#wait(client, split, request, true)
        const number = this.#inFlight.add({ type: 'sync', client, waiting })
        this.#route?.sync(number)
        return this.#pauseIfFull(client)
      }
      case 'unknown':
      case 'check': // legal within a multi only
        return this.#refuseOperation(client, split, request)
      default:
        this.#wait(client, split, request, false)
        return this.#drain(client)
    }
  }

  #write(client: Client, session: SessionId, split: RequestFrame, write: ClientRequest & WriteRequest): void {
    const { xid, opCode, body } = split
    const waiting = this.#wait(client, split, write, true)
    if (write.type === 'close-session') client.closesAfter = waiting
    const asked: AskedWrite = { type: 'write', client, session, waiting, xid, opCode, auth: client.auth, write, body }
    const number = this.#inFlight.add(asked)
    this.#route?.write(number, asked)
    this.#pauseIfFull(client)
  }

  /** A write of this client was applied: its reply is known. */
  answer({ client, waiting }: AskedWrite, zxid: Zxid, result: TxnResult): void {
    waiting.reply = encodeReply(waiting.xid, zxid, replyOf(waiting.request, result))
    this.#drain(client)
  }

  /** The tree here is as new as the leader's was when it was asked. */
  syncDone({ client, waiting }: AskedSync): void {
    waiting.remote = false
    this.#drain(client)
  }

  /** Proves who a connection is, at once: what it sends from now on has the new ids. The reply keeps its place. */
  #authenticate(client: Client, split: RequestFrame): void {
    let request: ClientRequest
    try {
      request = decodeRequest(split.opCode, split.body)
    } catch (error) {
      return this.#dropOrThrow(client, error)
    }
    if (request.type === 'sasl') return this.#reply(client, split, request, { type: 'token', token: undefined })
    const ids =
      request.type === 'auth' && request.scheme !== undefined && request.credentials !== undefined
        ? this.#options.authentication.authenticate(request.scheme, request.credentials, client.connection.address)
        : undefined
    if (ids === undefined) {
      this.#reply(client, split, request, { type: 'error', code: ErrorCode.authFailed }, true)
      return
    }
    const known = client.auth
    const added = ids.filter(({ scheme, id }) => !known.some((each) => each.scheme === scheme && each.id === id))
    if (added.length > 0) client.auth = [...known, ...added]
    this.#reply(client, split, request, { type: 'done' })
  }

  /** A reply that is known at once and still waits for its turn. */
  #reply(client: Client, split: RequestFrame, request: ClientRequest, reply: Reply, thenClose = false): void {
    const waiting = this.#wait(client, split, request, false)
    const zxid = split.opCode === OpCode.auth || split.opCode === OpCode.sasl ? ZXID_OF_AUTH : this.#replica.zxid
    waiting.reply = encodeReply(split.xid, zxid, reply)
    if (thenClose) client.closesAfter = waiting
    this.#drain(client)
  }

  /** What no client may ask for: said so, then closed (ZooKeeper: UnimplementedRequestProcessor). */
  #refuseOperation(client: Client, split: RequestFrame, request: ClientRequest): void {
    const waiting = this.#wait(client, split, request, false)
    waiting.reply = encodeReply(split.xid, NO_ZXID, { type: 'error', code: ErrorCode.unimplemented })
    client.closesAfter = waiting
    this.#drain(client)
  }

  #wait(client: Client, split: RequestFrame, request: ClientRequest, remote: boolean): Waiting {
    const xid = split.opCode === OpCode.ping ? Xid.ping : split.xid
    const waiting = { xid, request, arrivedMs: this.#options.clock.monotonicMs(), remote, reply: undefined }
    client.wait(waiting)
    if (request.type !== 'ping') {
      client.lastOperation = request.type
      client.lastOperationMs = waiting.arrivedMs
    }
    return waiting
  }

  /** Answers what can be answered, from the front. */
  #drain(client: Client): void {
    for (let first = client.first; client.phase === 'ready' && first !== undefined; first = client.first) {
      if (first.reply === undefined && first.remote) break
      client.send(first.reply ?? this.#read(client, first))
      this.#count(first)
      client.advance()
      if (client.closesAfter === first) return this.#clients.drop(client)
    }
    if (this.#paused.size > 0) this.#resume()
  }

  #count({ request, arrivedMs }: Waiting): void {
    const ms = this.#options.clock.monotonicMs() - arrivedMs
    this.latency.add(ms)
    switch (request.type) {
      case 'ping':
        return
      case 'create':
      case 'delete':
      case 'set-data':
      case 'set-acl':
      case 'multi':
      case 'close-session':
        return this.writes.add(ms)
      default:
        this.reads.add(ms)
    }
  }

  #read(client: Client, { xid, request }: Waiting): Uint8Array {
    const reply = answerRead({ state: this.#replica.state, watches: this.#clients.watches, client }, request)
    return encodeReply(xid, this.#replica.zxid, reply)
  }

  /** Back-pressure: a client that asks faster than the ensemble answers is not read for a while. */
  #pauseIfFull(client: Client): void {
    const { outstandingPerConnection, outstandingProposals } = this.#options.limits
    const full = client.waitingCount > outstandingPerConnection || this.#inFlight.size > outstandingProposals
    if (!full || this.#paused.has(client)) return
    this.#paused.add(client)
    client.connection.pause()
  }

  #resume(): void {
    const { outstandingPerConnection, outstandingProposals } = this.#options.limits
    if (this.#inFlight.size > outstandingProposals / 2) return
    for (const client of this.#paused) {
      if (client.waitingCount > outstandingPerConnection / 2) continue
      this.#paused.delete(client)
      if (client.phase === 'ready') client.connection.resume()
    }
  }

  #dropOrThrow(client: Client, error: unknown): void {
    if (!(error instanceof DecodeError)) throw error
    this.#clients.drop(client)
  }
}
