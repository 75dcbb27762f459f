/**
 * Keeps dialling one peer until there is a link, and again when it is lost. Every peer has a dialer of its own, so one that does
 * not answer never delays the others (ZOOKEEPER-3756). Quick at first, then ever slower up to a bound.
 */
import { connect, type LookupFunction, type Socket } from 'node:net'
import type { PeerId } from '@quoll/core'
import { WebSocket } from 'ws'
import { type Backoff, pauseMs } from './backoff.ts'
import { describeError } from './describe-error.ts'
import type { Identity } from './handshake.ts'
import { lookupWithMemory } from './lookup.ts'
import { openAsDialer } from './opening.ts'
import type { PeerAddress, TransportLimits, TransportTiming } from './options.ts'
import { PEER_PATH, webSocketOptions } from './web-socket-options.ts'

export type DialerOptions = {
  readonly peer: PeerId
  readonly address: PeerAddress
  readonly identity: Identity
  readonly limits: TransportLimits
  readonly timing: TransportTiming
  readonly backoff: Backoff
  readonly onLink: (ws: WebSocket, socket: Socket) => void
  readonly onFailed: (why: string) => void
  /** Every socket, so that the transport knows when nothing is left open. */
  readonly onSocket: (socket: Socket) => void
}

/** A link that held this long was a good one: the next dial is quick again. */
const GOOD_LINK_MS = 1_000

export class Dialer {
  readonly #options: DialerOptions
  readonly #lookup: LookupFunction = lookupWithMemory()
  readonly #url: string
  #failures = 0
  #linkedAt = 0
  #pause: NodeJS.Timeout | undefined
  #attempt: WebSocket | undefined
  #stopped = false

  /** @throws SyntaxError when host and port make no address. */
  constructor(options: DialerOptions) {
    this.#options = options
    const { host, port } = options.address
    this.#url = new URL(`ws://${host.includes(':') ? `[${host}]` : host}:${port}${PEER_PATH}`).href
  }

  /** Dials now. */
  dial(): void {
    const { peer, identity, limits, timing, onLink, onSocket } = this.#options
    const socket = this.#connect()
    onSocket(socket)
    const ws = new WebSocket(this.#url, {
      ...webSocketOptions(limits),
      createConnection: () => socket,
      generateMask: (mask) => mask.fill(0),
    })
    this.#attempt = ws

    let failed = false
    const fail = (why: string): void => {
      if (failed) return
      failed = true
      clearTimeout(deadline)
      this.#attempt = undefined
      this.#onFailed(why)
    }
    const giveUp = (why: string): void => {
      fail(why)
      ws.terminate()
      socket.destroy()
    }
    let deadline = setTimeout(() => giveUp(`no connection within ${timing.connectMs} ms`), timing.connectMs)
    socket.once('connect', () => {
      if (failed) return
      clearTimeout(deadline)
      deadline = setTimeout(() => giveUp(`no handshake within ${timing.handshakeMs} ms`), timing.handshakeMs)
    })

    ws.on('error', (error) => fail(describeError(error)))
    ws.once('open', () => {
      ws.removeAllListeners()
      const onKnown = (): void => {
        if (failed) return
        clearTimeout(deadline)
        this.#attempt = undefined
        this.#linkedAt = performance.now()
        onLink(ws, socket)
      }
      openAsDialer({ ws, socket, identity, lingerMs: timing.lingerMs, onKnown, onFailed: fail }, peer)
    })
  }

  /** The link is gone: dial again, soon if it was a good one. */
  redial(): void {
    if (performance.now() - this.#linkedAt >= GOOD_LINK_MS) this.#failures = 0
    this.#later()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#pause)
    this.#attempt?.terminate()
  }

  #connect(): Socket {
    const { host, port } = this.#options.address
    return connect({ host, port, lookup: this.#lookup, noDelay: true })
  }

  #onFailed(why: string): void {
    if (this.#stopped) return
    this.#options.onFailed(why)
    this.#later()
  }

  #later(): void {
    if (this.#stopped) return
    this.#pause = setTimeout(() => this.dial(), pauseMs(this.#failures++, this.#options.backoff))
  }
}
