/**
 * START HERE. The links of one peer to all others: one WebSocket per pair, dialled by the higher id, authenticated both
 * ways, watched, dialled again when lost. Carries frames and knows nothing of what is in them.
 */
import type { Socket } from 'node:net'
import type { PeerId } from '@quoll/core'
import type { Transport, TransportListener } from '@quoll/peer'
import type { WebSocket } from 'ws'
import { Dialer } from './dialer.ts'
import type { Identity } from './handshake.ts'
import { Link } from './link.ts'
import { Listener } from './listener.ts'
import { Notes } from './notes.ts'
import {
  DEFAULT_LIMITS,
  DEFAULT_TIMING,
  ENSEMBLE_KEY_BYTES_MIN,
  type TransportLimits,
  type TransportTiming,
  type WebSocketTransportOptions,
} from './options.ts'
import { CLOSED } from './refusal.ts'

/**
 * A transport that is not started yet.
 * @throws TypeError when the key is too short or the version does not fit 16 bits; SyntaxError when an address is none.
 */
export function webSocketTransport(options: WebSocketTransportOptions): Transport {
  return new WebSocketTransport(options)
}

class WebSocketTransport implements Transport {
  readonly #limits: TransportLimits
  readonly #timing: TransportTiming
  readonly #notes: Notes
  readonly #inbound: Listener
  readonly #dialers = new Map<PeerId, Dialer>()
  readonly #links = new Map<PeerId, Link>()
  readonly #dialled = new Set<Socket>()
  readonly #turns = new TurnQueue()
  #listener: TransportListener | undefined
  #ticking: NodeJS.Timeout | undefined
  #whenEmpty: (() => void) | undefined

  constructor(options: WebSocketTransportOptions) {
    const { self, peers } = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#timing = { ...DEFAULT_TIMING, ...options.timing }
    this.#notes = new Notes(options.note ?? (() => {}))
    const identity = identityOf(options)
    this.#inbound = new Listener({
      listen: options.listen,
      identity,
      limits: this.#limits,
      timing: this.#timing,
      onPeer: (peer, ws, socket) => this.#adopt(peer, ws, socket, false),
      onRefused: (address, why) =>
        this.#notes.aboutStranger(`refused a connection from ${address}: ${why}`, performance.now()),
      onListening: options.onListening ?? (() => {}),
      onListenFailed: options.onListenFailed,
    })
    const { redialMinMs: minMs, redialMaxMs: maxMs } = this.#timing
    for (const [peer, address] of peers) {
      if (peer >= self) continue
      const dialer = new Dialer({
        peer,
        address,
        identity,
        limits: this.#limits,
        timing: this.#timing,
        backoff: { minMs, maxMs, random: Math.random },
        onLink: (ws, socket) => this.#adopt(peer, ws, socket, true),
        onFailed: (why) =>
          this.#notes.about(peer, `cannot reach peer ${peer} at ${address.host}:${address.port}: ${why}`),
        onSocket: (socket) => this.#track(socket),
      })
      this.#dialers.set(peer, dialer)
    }
  }

  start(listener: TransportListener): void {
    this.#listener = listener
    this.#inbound.open()
    for (const dialer of this.#dialers.values()) dialer.dial()
    // Judged at the end of the turn: what was ready when the timer fired has been read by then.
    this.#ticking = setInterval(() => setImmediate(() => this.#tick()), this.#timing.keepAliveMs)
  }

  send(to: PeerId, parts: readonly Uint8Array[]): void {
    this.#links.get(to)?.send(parts)
  }

  closeLink(peer: PeerId, why: string): void {
    this.#links.get(peer)?.close(why)
  }

  queuedBytes(peer: PeerId): number {
    return this.#links.get(peer)?.queuedBytes ?? 0
  }

  stop(done: () => void): void {
    this.#listener = undefined
    clearInterval(this.#ticking)
    for (const dialer of this.#dialers.values()) dialer.stop()
    for (const link of [...this.#links.values()]) link.close('stopping', CLOSED.stopping)
    const linger = setTimeout(() => {
      this.#inbound.cut()
      for (const socket of this.#dialled) socket.destroy()
    }, this.#timing.lingerMs)

    let waiting = 2
    const oneIsDone = (): void => {
      if (--waiting > 0) return
      clearTimeout(linger)
      done()
    }
    this.#inbound.close(oneIsDone)
    if (this.#dialled.size === 0) setImmediate(oneIsDone)
    else this.#whenEmpty = oneIsDone
  }

  /** A peer proved itself on a fresh connection. It knows best which of two is alive: the newer one replaces the older. */
  #adopt(peer: PeerId, ws: WebSocket, socket: Socket, dialled: boolean): void {
    if (this.#listener === undefined || socket.destroyed) {
      ws.terminate()
      return
    }
    this.#links.get(peer)?.close('a newer link to the same peer took its place')
    const link = new Link({
      peer,
      ws,
      socket,
      dialled,
      limits: this.#limits,
      timing: this.#timing,
      listener: {
        onFrame: (from, frame) => this.#onFrame(from, frame),
        onClosed: (closed, why) => this.#onClosed(closed, why),
      },
    })
    this.#links.set(peer, link)
    this.#notes.clear(peer)
    this.#turns.later(() => this.#listener?.onLinkUp(peer))
  }

  #onFrame(link: Link, frame: Uint8Array): void {
    // We are in a turn of the socket's own, so what waits for its turn may be told first.
    this.#turns.flush()
    this.#listener?.onFrame(link.peer, frame)
  }

  #onClosed(link: Link, why: string): void {
    if (this.#links.get(link.peer) !== link) return
    this.#links.delete(link.peer)
    if (this.#listener === undefined) return
    this.#turns.later(() => this.#listener?.onLinkDown(link.peer, why))
    this.#dialers.get(link.peer)?.redial()
  }

  #tick(): void {
    for (const link of this.#links.values()) link.tick()
  }

  #track(socket: Socket): void {
    this.#dialled.add(socket)
    socket.once('close', () => {
      this.#dialled.delete(socket)
      if (this.#dialled.size === 0) this.#whenEmpty?.()
    })
  }
}

/** Calls to the listener that wait until the code that caused them has returned: the listener is never called from within its own call. */
class TurnQueue {
  #waiting: (() => void)[] = []

  later(call: () => void): void {
    if (this.#waiting.length === 0) process.nextTick(() => this.flush())
    this.#waiting.push(call)
  }

  flush(): void {
    while (this.#waiting.length > 0) {
      const calls = this.#waiting
      this.#waiting = []
      for (const call of calls) call()
    }
  }
}

function identityOf({ self, peers, key, protocolVersion }: WebSocketTransportOptions): Identity {
  const keyBytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key
  if (keyBytes.length < ENSEMBLE_KEY_BYTES_MIN) {
    throw new TypeError(`the ensemble key has ${keyBytes.length} bytes; it needs at least ${ENSEMBLE_KEY_BYTES_MIN}`)
  }
  if (!Number.isInteger(protocolVersion) || protocolVersion < 0 || protocolVersion > 0xffff) {
    throw new TypeError(`a protocol version is an integer from 0 to 65535, not ${protocolVersion}`)
  }
  return { self, key: keyBytes, version: protocolVersion, mayDial: (peer) => peer > self && peers.has(peer) }
}
