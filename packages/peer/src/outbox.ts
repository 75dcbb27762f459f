/**
 * What this peer has to say to the others, gathered over one turn of the event loop and sent as one frame per link.
 */
import type { PeerId } from '@quoll/core'
import { FrameWriter, type PeerMessage } from '@quoll/protocol/peer'
import type { Transport } from './ports/transport.ts'

export class Outbox {
  readonly #transport: Transport
  readonly #writers = new Map<PeerId, FrameWriter>()
  readonly #dirty = new Set<PeerId>()

  constructor(transport: Transport) {
    this.#transport = transport
  }

  add(to: PeerId, message: PeerMessage): void {
    let writer = this.#writers.get(to)
    if (writer === undefined) {
      writer = new FrameWriter()
      this.#writers.set(to, writer)
    }
    writer.add(message)
    this.#dirty.add(to)
  }

  /** The link is gone: what waits for it must not arrive on the next one. */
  forget(to: PeerId): void {
    this.#writers.delete(to)
    this.#dirty.delete(to)
  }

  get isEmpty(): boolean {
    return this.#dirty.size === 0
  }

  flush(): void {
    for (const to of this.#dirty) {
      const parts = this.#writers.get(to)?.take()
      if (parts !== undefined && parts.length > 0) this.#transport.send(to, parts)
    }
    this.#dirty.clear()
  }
}
