/** A peer of the transport suite: writes down what it hears, and insists on the rules that hold for every callback. */
import { assert, type PeerId } from '@quoll/core'
import type { Transport } from '../ports/transport.ts'

export class TransportPlayer {
  readonly peer: PeerId
  readonly transport: Transport
  /** `up 2`, `down 2`, in the order they came. */
  readonly story: string[] = []
  /** Why the last link went down. */
  lastWhy: string | undefined
  whenFrame: (from: PeerId, frame: Uint8Array) => void = () => {}
  readonly #frames = new Map<PeerId, Uint8Array[]>()
  readonly #up = new Set<PeerId>()
  /** One of our calls into the transport has not returned yet. */
  #calling = false

  constructor(peer: PeerId, transport: Transport) {
    this.peer = peer
    this.transport = transport
  }

  start(): void {
    this.#call(() =>
      this.transport.start({
        onLinkUp: (peer) => this.#onLinkUp(peer),
        onLinkDown: (peer, why) => this.#onLinkDown(peer, why),
        onFrame: (peer, frame) => this.#onFrame(peer, frame),
      }),
    )
  }

  send(to: TransportPlayer | PeerId, ...parts: readonly Uint8Array[]): void {
    this.#call(() => this.transport.send(typeof to === 'number' ? to : to.peer, parts))
  }

  closeLink(peer: PeerId, why: string): void {
    this.#call(() => this.transport.closeLink(peer, why))
  }

  isUp(other: TransportPlayer): boolean {
    return this.#up.has(other.peer)
  }

  downs(other: TransportPlayer): number {
    return this.story.filter((line) => line === `down ${other.peer}`).length
  }

  framesFrom(other: TransportPlayer): readonly Uint8Array[] {
    return this.#frames.get(other.peer) ?? []
  }

  #onLinkUp(peer: PeerId): void {
    this.#expectOwnTurn()
    assert(!this.#up.has(peer), `the link to ${peer} comes up once before it goes down`)
    this.#up.add(peer)
    this.story.push(`up ${peer}`)
  }

  #onLinkDown(peer: PeerId, why: string): void {
    this.#expectOwnTurn()
    assert(this.#up.delete(peer), `a link that goes down was up: ${peer}`)
    assert(why !== '', 'a link that goes down has a reason')
    this.lastWhy = why
    this.story.push(`down ${peer}`)
  }

  #onFrame(peer: PeerId, frame: Uint8Array): void {
    this.#expectOwnTurn()
    assert(this.#up.has(peer), `a frame from ${peer} comes while its link is up`)
    const frames = this.#frames.get(peer) ?? []
    frames.push(frame)
    this.#frames.set(peer, frames)
    this.whenFrame(peer, frame)
  }

  #expectOwnTurn(): void {
    assert(!this.#calling, 'a transport never calls its listener from within a call of the listener')
  }

  #call(call: () => void): void {
    this.#calling = true
    call()
    this.#calling = false
  }
}
