/**
 * A transport whose links can be broken on purpose: black holes in one direction or both, and long cables.
 *
 * A black hole tells nobody: the link stays up, its frames vanish, and the peers' own heartbeats must find out. The port
 * promises that what arrives on a link has no holes, so a link that lost a frame never carries another one in that
 * direction: when the fault ends the link is closed, and the transport dials afresh.
 */
import type { PeerId } from '@quoll/core'
import type { Transport, TransportListener } from '@quoll/peer'
import { DelayLine } from './delay-line.ts'
import type { LinkFaults } from './peer-faults.ts'

/** Bytes on a long cable before its link is closed, as one with a full queue is. */
const DELAYED_BYTES_MAX = 8 * 1024 * 1024

type FaultyLink = {
  readonly line: DelayLine
  dropSent: boolean
  dropArriving: boolean
  /** A frame was lost on the link that is up now. */
  lostSent: boolean
  lostArriving: boolean
}

export class FaultyTransport implements Transport {
  readonly #inner: Transport
  readonly #delayedBytesMax: number
  readonly #links = new Map<PeerId, FaultyLink>()

  constructor(inner: Transport, { delayedBytesMax = DELAYED_BYTES_MAX }: { readonly delayedBytesMax?: number } = {}) {
    this.#inner = inner
    this.#delayedBytesMax = delayedBytesMax
  }

  /** From now on exactly these links are faulty. */
  setFaults(faults: readonly LinkFaults[]): void {
    const faulty = new Map(faults.map((fault) => [fault.peer as PeerId, fault]))
    for (const peer of faulty.keys()) this.#link(peer)
    for (const [peer, link] of this.#links) {
      const { dropSent = false, dropArriving = false, delayMs = 0 } = faulty.get(peer) ?? {}
      const torn = (link.lostSent && !dropSent) || (link.lostArriving && !dropArriving)
      link.dropSent = dropSent
      link.dropArriving = dropArriving
      link.line.setDelay(delayMs)
      if (torn) this.#inner.closeLink(peer, 'it lost frames while it was cut, and is whole again')
    }
  }

  start(listener: TransportListener): void {
    this.#inner.start({
      onLinkUp: (peer) => {
        this.#forget(peer)
        listener.onLinkUp(peer)
      },
      onLinkDown: (peer, why) => {
        this.#forget(peer)
        listener.onLinkDown(peer, why)
      },
      onFrame: (peer, frame) => {
        const link = this.#links.get(peer)
        if (link !== undefined && (link.dropArriving || link.lostArriving)) link.lostArriving = true
        else listener.onFrame(peer, frame)
      },
    })
  }

  send(to: PeerId, parts: readonly Uint8Array[]): void {
    const link = this.#links.get(to)
    if (link === undefined) this.#inner.send(to, parts)
    else if (link.dropSent || link.lostSent) link.lostSent = true
    else this.#sendOn(link, to, parts)
  }

  closeLink(peer: PeerId, why: string): void {
    this.#forget(peer)
    this.#inner.closeLink(peer, why)
  }

  queuedBytes(peer: PeerId): number {
    return this.#inner.queuedBytes(peer) + (this.#links.get(peer)?.line.bytes ?? 0)
  }

  stop(done: () => void): void {
    for (const { line } of this.#links.values()) line.clear()
    this.#links.clear()
    this.#inner.stop(done)
  }

  #sendOn({ line }: FaultyLink, to: PeerId, parts: readonly Uint8Array[]): void {
    line.push(parts)
    if (line.bytes <= this.#delayedBytesMax) return
    this.closeLink(to, `more than ${this.#delayedBytesMax} bytes were on the slow link to peer ${to}`)
  }

  #link(peer: PeerId): FaultyLink {
    const known = this.#links.get(peer)
    if (known !== undefined) return known
    const line = new DelayLine((parts) => this.#inner.send(peer, parts))
    const link = { line, dropSent: false, dropArriving: false, lostSent: false, lostArriving: false }
    this.#links.set(peer, link)
    return link
  }

  /** The next link to this peer is another one. */
  #forget(peer: PeerId): void {
    const link = this.#links.get(peer)
    if (link === undefined) return
    link.line.clear()
    link.lostSent = false
    link.lostArriving = false
  }
}
