/**
 * Links in memory whose hands a test holds: nothing arrives, and no callback comes, before `deliver()`. Deterministic: what was
 * sent first arrives first. Where the port leaves a choice the fake takes the harsher one: a closed link loses
 * everything that was still under way, in both directions.
 */
import { assert, type PeerId } from '@quoll/core'
import type { Transport, TransportListener } from '../ports/transport.ts'

export type MemoryNetworkOptions = {
  /** Bytes under way in one direction of a link before it is closed. Default 8 MiB. */
  readonly queueBytesMax?: number
}

/** Something that will be handed over. What belongs to a link that was closed meanwhile is dropped. */
type Arrival = {
  readonly from: PeerId
  readonly to: PeerId
  /** The link a frame travels on; undefined for link-up, link-down and the like, which always arrive. */
  readonly link: MemoryLink | undefined
  readonly bytes: number
  readonly hand: () => void
}

/** One life of a link: the next one between the same peers is another. */
type MemoryLink = { readonly ends: string }

/** A network that is never quiet for longer than this is a loop between peers. */
const ARRIVALS_MAX = 1_000_000

export class MemoryNetwork {
  readonly #queueBytesMax: number
  readonly #joined = new Map<PeerId, MemoryTransport>()
  readonly #links = new Map<string, MemoryLink>()
  readonly #cuts = new Set<string>()
  readonly #held = new Set<string>()
  #arrivals: Arrival[] = []

  constructor({ queueBytesMax = 8 * 1024 * 1024 }: MemoryNetworkOptions = {}) {
    this.#queueBytesMax = queueBytesMax
  }

  /** A transport for `peer`. It joins when it is started; the one before it must have been stopped. */
  transport(peer: PeerId): Transport {
    return new MemoryTransport(this, peer)
  }

  /** Hands over everything under way, and what that causes, until nothing is left that is not held. Returns how many. */
  deliver(): number {
    let handed = 0
    while (this.deliverOne()) {
      handed++
      assert(handed < ARRIVALS_MAX, 'a network becomes quiet when everything is delivered')
    }
    return handed
  }

  /** Hands over the oldest thing under way. Returns whether there was one. */
  deliverOne(): boolean {
    const at = this.#arrivals.findIndex(({ from, to, link }) => link === undefined || !this.#held.has(oneWay(from, to)))
    if (at < 0) return false
    for (const arrival of this.#arrivals.splice(at, 1)) arrival.hand()
    return true
  }

  /** Takes the link between two peers down, and keeps it down until `heal`. */
  cut(a: PeerId, b: PeerId): void {
    this.#cuts.add(bothWays(a, b))
    this.close(a, b, 'the wire was cut', 'the wire was cut')
  }

  /** Lets two peers connect again, or, without arguments, all of them. */
  heal(a?: PeerId, b?: PeerId): void {
    if (a !== undefined && b !== undefined) {
      this.#cuts.delete(bothWays(a, b))
      this.#dial(a, b)
      return
    }
    this.#cuts.clear()
    for (const one of this.#joined.keys()) {
      for (const other of this.#joined.keys()) if (one > other) this.#dial(one, other)
    }
  }

  /** Frames from one peer to another wait, the link staying up: a slow wire, or one whose end has not been noticed. */
  hold(from: PeerId, to: PeerId): void {
    this.#held.add(oneWay(from, to))
  }

  release(from: PeerId, to: PeerId): void {
    this.#held.delete(oneWay(from, to))
  }

  /** For transports: a peer begins to listen, and is connected with everybody who does. */
  join(transport: MemoryTransport): void {
    assert(!this.#joined.has(transport.peer), `peer ${transport.peer} is started once, until it is stopped`)
    this.#joined.set(transport.peer, transport)
    for (const other of this.#joined.keys()) if (other !== transport.peer) this.#dial(transport.peer, other)
  }

  leave(transport: MemoryTransport, done: () => void): void {
    const { peer } = transport
    if (this.#joined.get(peer) === transport) {
      this.#joined.delete(peer)
      for (const other of this.#joined.keys()) this.close(peer, other, 'stopping', `peer ${peer} is stopping`)
    }
    this.#put({ from: peer, to: peer, link: undefined, bytes: 0, hand: done })
  }

  send(from: PeerId, to: PeerId, parts: readonly Uint8Array[]): void {
    const link = this.#links.get(bothWays(from, to))
    if (link === undefined) return
    const frame = join(parts)
    const hand = (): void => this.#joined.get(to)?.listener?.onFrame(from, frame)
    this.#put({ from, to, link, bytes: frame.length, hand })
    if (this.queuedBytes(from, to) <= this.#queueBytesMax) return
    this.close(from, to, `more than ${this.#queueBytesMax} bytes were waiting`, `peer ${from} closed the link`)
  }

  queuedBytes(from: PeerId, to: PeerId): number {
    let bytes = 0
    for (const arrival of this.#arrivals) if (arrival.from === from && arrival.to === to) bytes += arrival.bytes
    return bytes
  }

  /** Takes the link down now, tells both ends later, and dials again behind that. */
  close(a: PeerId, b: PeerId, whyForA: string, whyForB: string): void {
    const link = this.#links.get(bothWays(a, b))
    if (link === undefined) return
    this.#links.delete(bothWays(a, b))
    this.#arrivals = this.#arrivals.filter((arrival) => arrival.link !== link)
    this.#tell(a, b, (listener) => listener.onLinkDown(b, whyForA))
    this.#tell(b, a, (listener) => listener.onLinkDown(a, whyForB))
    this.#put({ from: a, to: b, link: undefined, bytes: 0, hand: () => this.#dial(a, b) })
  }

  #dial(a: PeerId, b: PeerId): void {
    const pair = bothWays(a, b)
    if (!this.#joined.has(a) || !this.#joined.has(b) || this.#cuts.has(pair) || this.#links.has(pair)) return
    this.#links.set(pair, { ends: pair })
    this.#tell(a, b, (listener) => listener.onLinkUp(b))
    this.#tell(b, a, (listener) => listener.onLinkUp(a))
  }

  /** Queues a call for the transport that is `to` now: one that is started later under the same id has its own story. */
  #tell(to: PeerId, about: PeerId, call: (listener: TransportListener) => void): void {
    const transport = this.#joined.get(to)
    const hand = (): void => {
      if (transport?.listener !== undefined) call(transport.listener)
    }
    this.#put({ from: about, to, link: undefined, bytes: 0, hand })
  }

  #put(arrival: Arrival): void {
    this.#arrivals.push(arrival)
  }
}

class MemoryTransport implements Transport {
  readonly peer: PeerId
  /** Undefined before the start and after the end. */
  listener: TransportListener | undefined
  readonly #network: MemoryNetwork

  constructor(network: MemoryNetwork, peer: PeerId) {
    this.#network = network
    this.peer = peer
  }

  start(listener: TransportListener): void {
    this.listener = listener
    this.#network.join(this)
  }

  send(to: PeerId, parts: readonly Uint8Array[]): void {
    if (this.listener !== undefined) this.#network.send(this.peer, to, parts)
  }

  closeLink(peer: PeerId, why: string): void {
    if (this.listener === undefined) return
    this.#network.close(this.peer, peer, why, `peer ${this.peer} closed the link: ${why}`)
  }

  queuedBytes(peer: PeerId): number {
    return this.#network.queuedBytes(this.peer, peer)
  }

  stop(done: () => void): void {
    this.listener = undefined
    this.#network.leave(this, done)
  }
}

function oneWay(from: PeerId, to: PeerId): string {
  return `${from} → ${to}`
}

function bothWays(a: PeerId, b: PeerId): string {
  return a < b ? `${a} — ${b}` : `${b} — ${a}`
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  let bytes = 0
  for (const part of parts) bytes += part.length
  const frame = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    frame.set(part, at)
    at += part.length
  }
  return frame
}
