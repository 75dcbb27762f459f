/**
 * One connection to one server, from dial to end: the handshake, requests and their answers in order, pings, and the
 * watch over it all. ZooKeeper: ClientCnxn.SendThread.
 *
 * Life is measured by what the server has surely heard: `heardAt` is when the newest request left that was answered. The
 * server keeps the session for its whole timeout from then on; after two thirds without a newer one we try another.
 */
import { DecodeError } from '@quoll/bytes'
import {
  type ConnectRequest,
  type ConnectResponse,
  decodeConnectResponse,
  decodeNotification,
  decodeReply,
  decodeReplyHeader,
  ErrorCode,
  encodeConnectRequest,
  encodeRequest,
  NO_ZXID,
  type Notification,
  Xid,
} from '@quoll/protocol/client'
import { lostWith } from '../errors.ts'
import type { Address, Link, Transport } from '../transport/transport.ts'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'

export type ConnectionListener = {
  /** The server has spoken; a `timeoutMs` of 0 means that the session is over. */
  onEstablished(response: ConnectResponse): void
  /** An answer came, to a request that left at `sentAt`. `zxid` as in the answer's header. */
  onAnswered(sentAt: number, zxid: number): void
  onNotification(notification: Notification): void
  /** Once, and last of all; every exchange it had has failed by then. */
  onLost(why: string): void
}

export type ConnectionOptions = {
  readonly transport: Transport
  readonly address: Address
  readonly hello: ConnectRequest
  /** Patience until the handshake is answered. */
  readonly handshakeMs: number
}

/** What has arrived during a stall of our own is read before the server is called silent. */
const DRAIN_MS = 10
/** Of an answer that is nothing but its header; an answer to a handshake has 36 or 37. */
const HEADER_BYTES = 16
const PING_FRAME = encodeRequest(Xid.ping, { type: 'ping' })

export class Connection {
  readonly #listener: ConnectionListener
  readonly #link: Link
  readonly #inFlight = new Fifo<Exchange>()
  /** Answers to these may overtake those of others. */
  readonly #authentications = new Fifo<Exchange>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #established = false
  #over = false
  #timeoutMs = 0
  #lastSentAt = 0
  #heardAt = 0
  /** Undefined while no ping is under way. */
  #pingSentAt: number | undefined

  constructor({ transport, address, hello, handshakeMs }: ConnectionOptions, listener: ConnectionListener) {
    this.#listener = listener
    this.#timer = setTimeout(() => this.#lose('it did not answer in time'), handshakeMs)
    this.#link = transport.dial(address, {
      onOpen: () => this.#sendHello(hello),
      onFrame: (frame) => this.#onFrame(frame),
      onClosed: (why) => this.#lose(why),
    })
  }

  /** Only after `onEstablished`. */
  send(exchange: Exchange): void {
    exchange.sentAt = this.#stamp()
    const queue = exchange.xid === Xid.auth ? this.#authentications : this.#inFlight
    queue.push(exchange)
    this.#link.send(exchange.frame)
  }

  /** Ends it from our side. `onLost` is not called; what waits for an answer fails. */
  close(why: string): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#link.close()
    for (const queue of [this.#authentications, this.#inFlight])
      for (let exchange = queue.shift(); exchange !== undefined; exchange = queue.shift())
        exchange.onFailed(lostWith(exchange.changes, exchange.path, why))
  }

  #lose(why: string): void {
    if (this.#over) return
    this.close(why)
    this.#listener.onLost(why)
  }

  #sendHello(hello: ConnectRequest): void {
    this.#heardAt = this.#stamp()
    this.#link.send(encodeConnectRequest(hello))
  }

  #onFrame(frame: Uint8Array): void {
    try {
      if (this.#established) this.#onAnswer(frame)
      // A read-only server without local sessions answers the handshake as if it were a request.
      else if (frame.length === HEADER_BYTES)
        this.#lose(`it begins no session: error ${decodeReplyHeader(frame).error}`)
      else this.#onHello(decodeConnectResponse(frame))
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      this.#lose(`it sent what cannot be read: ${error.message}`)
    }
  }

  #onHello(response: ConnectResponse): void {
    this.#established = true
    this.#timeoutMs = response.timeoutMs
    clearTimeout(this.#timer)
    this.#listener.onAnswered(this.#heardAt, 0)
    this.#listener.onEstablished(response)
    if (!this.#over) this.#watchOver()
  }

  #onAnswer(frame: Uint8Array): void {
    const { xid, zxid } = decodeReplyHeader(frame)
    if (xid === Xid.notification) {
      this.#listener.onNotification(decodeNotification(frame))
    } else if (xid === Xid.ping) {
      if (this.#pingSentAt !== undefined) this.#heard(this.#pingSentAt, zxid)
      this.#pingSentAt = undefined
    } else {
      const queue = xid === Xid.auth ? this.#authentications : this.#inFlight
      const exchange = queue.peek()
      if (exchange?.xid !== xid) return this.#lose(outOfTurn(xid, exchange))
      const { reply } = decodeReply(exchange.request, frame)
      queue.shift()
      this.#heard(exchange.sentAt, zxid)
      exchange.onReply(reply)
      // The server is about to hang up: what would be sent from now on would only be lost.
      if (reply.type === 'error' && endsConnection(reply.code, zxid)) this.#lose('the server refuses to go on')
    }
  }

  #heard(sentAt: number, zxid: number): void {
    if (sentAt > this.#heardAt) this.#heardAt = sentAt
    this.#listener.onAnswered(sentAt, zxid)
  }

  /** Pings when nothing was sent for a third of the timeout, gives up when nothing was answered for two. */
  #watchOver(): void {
    const now = performance.now()
    const pingAt = this.#lastSentAt + this.#timeoutMs / 3
    const silentAt = this.#heardAt + (this.#timeoutMs * 2) / 3
    if (now >= silentAt) {
      this.#timer = setTimeout(() => this.#judge(), DRAIN_MS)
      return
    }
    if (now >= pingAt && this.#pingSentAt === undefined) {
      this.#pingSentAt = this.#stamp()
      this.#link.send(PING_FRAME)
    }
    const next = this.#pingSentAt === undefined ? Math.min(pingAt, silentAt) : silentAt
    this.#timer = setTimeout(() => this.#watchOver(), Math.max(1, Math.ceil(next - now)))
  }

  #judge(): void {
    if (performance.now() >= this.#heardAt + (this.#timeoutMs * 2) / 3) this.#lose('the server fell silent')
    else this.#watchOver()
  }

  #stamp(): number {
    this.#lastSentAt = performance.now()
    return this.#lastSentAt
  }
}

/** ZooKeeper: FinalRequestProcessor, UnimplementedRequestProcessor, AuthenticationHelper. */
function endsConnection(code: number, zxid: number): boolean {
  if (code === ErrorCode.unimplemented) return zxid === NO_ZXID
  return code === ErrorCode.authFailed || code === ErrorCode.sessionClosedRequireAuth
}

function outOfTurn(xid: number, expected: Exchange | undefined): string {
  return `it answered request ${xid} where ${expected === undefined ? 'none' : expected.xid} was to be answered`
}
