/**
 * A server in memory that says what a test tells it to, through the real codec: for programs that use this client, and for
 * the client's own tests. It keeps no znodes.
 */
import {
  type ClientRequest,
  type ConnectRequest,
  type ConnectResponse,
  decodeConnectRequest,
  decodeRequest,
  EventType,
  encodeConnectResponse,
  encodeNotification,
  encodeReply,
  type Reply,
  splitRequest,
} from '@quoll/protocol/client'
import type { Address, Link, LinkListener, Transport } from '../transport/transport.ts'

export type Script = {
  /** Undefined: no answer at all. Pings, authentication, watches and the end of the session are answered before. */
  readonly answer?: (request: ClientRequest) => Reply | undefined
  /** Undefined: no answer at all. Default: a session, with the timeout that was asked for. */
  readonly greet?: (request: ConnectRequest, address: Address) => ConnectResponse | undefined
  /** Why a dial fails; undefined lets it succeed. */
  readonly refuse?: (address: Address) => string | undefined
}

export type Asked = { readonly xid: number; readonly request: ClientRequest }

export class ScriptedServer {
  readonly transport: Transport
  /** What clients have asked, pings left out, in order. */
  readonly asked: Asked[] = []
  readonly greeted: ConnectRequest[] = []
  readonly dialled: Address[] = []
  /** Goes into the header of every answer. */
  zxid = 1
  readonly #script: Script
  readonly #links = new Set<ScriptedLink>()
  /** While true, nothing is answered, not even a ping. */
  silent = false

  constructor(script: Script = {}) {
    this.#script = script
    this.transport = { dial: (address, listener) => this.#dial(address, listener) }
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#links.size
  }

  /** Tells every client that a watch fired. */
  notify(
    type: 'created' | 'deleted' | 'data-changed' | 'children-changed',
    path: string,
    zxid: number = this.zxid,
  ): void {
    this.send(encodeNotification(WIRE_TYPES[type], path, zxid))
  }

  /** A frame as it is, to every client. */
  send(frame: Uint8Array): void {
    for (const link of this.#links) link.deliver(frame)
  }

  /** Ends every connection. */
  disconnect(why = 'the server closed it'): void {
    for (const link of [...this.#links]) link.end(why)
  }

  #dial(address: Address, listener: LinkListener): Link {
    this.dialled.push(address)
    const link = new ScriptedLink(
      listener,
      (frame, isFirst) => this.#onFrame(link, frame, isFirst, address),
      this.#links,
    )
    const refusal = this.#script.refuse?.(address)
    if (refusal === undefined) link.open()
    else link.end(refusal)
    return link
  }

  #onFrame(link: ScriptedLink, frame: Uint8Array, isFirst: boolean, address: Address): void {
    if (isFirst) return this.#onGreeting(link, decodeConnectRequest(frame), address)
    const { xid, opCode, body } = splitRequest(frame)
    const request = decodeRequest(opCode, body)
    if (request.type !== 'ping') this.asked.push({ xid, request })
    if (this.silent) return
    const reply = this.#script.answer?.(request) ?? routine(request)
    if (reply !== undefined) link.deliver(encodeReply(xid, this.zxid, reply))
    if (request.type === 'close-session') link.end('the session was closed')
  }

  #onGreeting(link: ScriptedLink, request: ConnectRequest, address: Address): void {
    this.greeted.push(request)
    if (this.silent) return
    const { greet = welcome } = this.#script
    const response = greet(request, address)
    if (response !== undefined) link.deliver(encodeConnectResponse(response))
  }
}

const WIRE_TYPES = {
  created: EventType.created,
  deleted: EventType.deleted,
  'data-changed': EventType.dataChanged,
  'children-changed': EventType.childrenChanged,
} as const

function welcome({ timeoutMs, sessionId, readOnly }: ConnectRequest): ConnectResponse {
  return { timeoutMs, sessionId: sessionId === 0n ? 0x100n : sessionId, password: new Uint8Array(16).fill(7), readOnly }
}

/** What every server answers alike. */
function routine(request: ClientRequest): Reply | undefined {
  switch (request.type) {
    case 'ping':
    case 'auth':
    case 'set-watches':
    case 'set-watches2':
    case 'remove-watches':
    case 'close-session':
      return { type: 'done' }
    case 'add-watch':
      return { type: 'watch-added' }
    default:
      return undefined
  }
}

/** Everything arrives on a later turn, in order, as it does from a socket. */
class ScriptedLink implements Link {
  readonly #listener: LinkListener
  readonly #onFrame: (frame: Uint8Array, isFirst: boolean) => void
  readonly #links: Set<ScriptedLink>
  #isFirst = true
  #closed = false

  constructor(
    listener: LinkListener,
    onFrame: (frame: Uint8Array, isFirst: boolean) => void,
    links: Set<ScriptedLink>,
  ) {
    this.#listener = listener
    this.#onFrame = onFrame
    this.#links = links
  }

  open(): void {
    this.#links.add(this)
    this.#later(() => this.#listener.onOpen())
  }

  send(frame: Uint8Array): void {
    const isFirst = this.#isFirst
    this.#isFirst = false
    this.#later(() => this.#onFrame(frame, isFirst))
  }

  deliver(frame: Uint8Array): void {
    this.#later(() => this.#listener.onFrame(frame))
  }

  end(why: string): void {
    this.#links.delete(this)
    this.#later(() => {
      this.#closed = true
      this.#listener.onClosed(why)
    })
  }

  close(): void {
    this.#closed = true
    this.#links.delete(this)
  }

  #later(act: () => void): void {
    queueMicrotask(() => {
      if (!this.#closed) act()
    })
  }
}
