/**
 * One connection and the session on it: shakes hands, keeps the session alive, and tells its listener of every reply where
 * it lies. Promises end with the handshake; after that there are callbacks only.
 */
import { connect, type Socket } from 'node:net'
import {
  type ConnectResponse,
  decodeConnectResponse,
  encodeConnectRequest,
  encodeRequest,
  Xid,
} from '@quoll/protocol/client'
import { type Address, formatAddress } from '../address.ts'
import { ConnectionLost } from '../errors.ts'
import type { Outbox } from './outbox.ts'
import { ReplyStream } from './reply-stream.ts'

const READ_BYTES = 256 * 1024
const XID_MAX = 0x7fff_ffff
const PASSWORD_BYTES = 16

/** Every socket of a thread reads into this one buffer: it is done with before the next read begins. */
const readBuffer = new Uint8Array(READ_BYTES)

export type SessionListener = {
  /** A reply or a notification is `bytes[start, end)`, valid during the call. */
  onFrame(bytes: Uint8Array, start: number, end: number): void
  /** Everything that one read brought has been told. */
  onRead(): void
  /** The connection is gone; not called after `close` or `cut`. */
  onLost(why: string): void
}

export type SessionOptions = {
  /** What the client asks for; the server may grant less or more. */
  readonly timeoutMs: number
  /** How long the handshake may take. */
  readonly patienceMs: number
  /** A session to attach to again. */
  readonly resume?: Grant
}

/** What the server granted. A `timeoutMs` of 0: the session is over. */
export type Grant = Pick<ConnectResponse, 'sessionId' | 'password' | 'timeoutMs'> & { readonly lastZxid: number }

const NOBODY: SessionListener = { onFrame: () => {}, onRead: () => {}, onLost: () => {} }
const PING = encodeRequest(Xid.ping, { type: 'ping' })

export class Session {
  readonly address: Address
  readonly outbox: Outbox
  readonly #socket: Socket
  readonly #stream: ReplyStream
  #onHandshake: ((response: ConnectResponse) => void) | undefined
  #why = 'the server closed the connection'
  #open = true
  #lastSentMs = 0
  #xid = 0
  listener: SessionListener = NOBODY
  grant: Grant = { sessionId: 0n, password: new Uint8Array(PASSWORD_BYTES), timeoutMs: 0, lastZxid: 0 }

  constructor(address: Address, outbox: Outbox) {
    this.address = address
    this.outbox = outbox
    this.#stream = new ReplyStream((bytes, start, end) => this.#onFrame(bytes, start, end))
    this.#socket = connect({
      host: address.host,
      port: address.port,
      noDelay: true,
      onread: { buffer: readBuffer, callback: (length) => this.#onRead(length) },
    })
    this.#socket.on('error', (error) => {
      this.#why = error.message === '' ? `no connection to ${formatAddress(address)}` : error.message
    })
    this.#socket.on('close', () => this.#onClose())
  }

  get isOpen(): boolean {
    return this.#open
  }

  get why(): string {
    return this.#why
  }

  /** The next request's own number. */
  nextXid(): number {
    this.#xid = this.#xid === XID_MAX ? 1 : this.#xid + 1
    return this.#xid
  }

  /** @throws ConnectionLost when there is no answer in time. */
  shakeHands({ timeoutMs, patienceMs, resume }: SessionOptions): Promise<Grant> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#why = `no answer from ${formatAddress(this.address)} within ${patienceMs} ms`
        this.#socket.destroy()
      }, patienceMs)
      this.listener = {
        ...NOBODY,
        onLost: (why) => {
          clearTimeout(late)
          reject(new ConnectionLost(why))
        },
      }
      this.#onHandshake = (response) => {
        clearTimeout(late)
        this.listener = NOBODY
        this.grant = { ...response, password: response.password.slice(), lastZxid: resume?.lastZxid ?? 0 }
        resolve(this.grant)
      }
      // Not before there is a connection: until then the socket would keep the whole outbox.
      this.#socket.once('connect', () => {
        this.outbox.frame(
          encodeConnectRequest({
            lastZxidSeen: resume?.lastZxid ?? 0,
            timeoutMs,
            sessionId: resume?.sessionId ?? 0n,
            password: resume?.password ?? new Uint8Array(PASSWORD_BYTES),
            readOnly: false,
          }),
        )
        this.flush(performance.now())
      })
    })
  }

  /** Sends what stands in the outbox. */
  flush(nowMs: number): void {
    if (this.outbox.length === 0) return
    this.#lastSentMs = nowMs
    this.outbox.flushTo(this.#socket)
  }

  /** Pings when a third of the timeout has passed without a request, as ZooKeeper's clients do. */
  keepAlive(nowMs: number): void {
    if (!this.#open || nowMs - this.#lastSentMs < this.grant.timeoutMs / 3) return
    this.outbox.frame(PING)
    this.flush(nowMs)
  }

  /** Hangs up without a word, as a client does that lost its network. */
  cut(): void {
    this.#open = false
    this.listener = NOBODY
    this.#socket.destroy()
  }

  #onRead(length: number): boolean {
    if (!this.#stream.push(readBuffer, length)) {
      this.#why = 'the server sent what is no frame'
      this.#socket.destroy()
      return false
    }
    this.listener.onRead()
    return true
  }

  #onFrame(bytes: Uint8Array, start: number, end: number): void {
    if (this.#onHandshake === undefined) {
      this.listener.onFrame(bytes, start, end)
      return
    }
    const answer = this.#onHandshake
    this.#onHandshake = undefined
    try {
      answer(decodeConnectResponse(bytes.subarray(start, end)))
    } catch {
      this.#why = 'the server answered the handshake with something else'
      this.#socket.destroy()
    }
  }

  #onClose(): void {
    this.#open = false
    this.listener.onLost(this.#why)
  }
}
