/** The network between the peers: one link per pair, and the `Transport` that each life of a peer sees of them. */
import type { PeerId } from '@quoll/core'
import type { Transport, TransportListener } from '@quoll/peer'
import type { Random } from '../random.ts'
import type { Scheduler } from '../scheduler.ts'
import { type Endpoint, Link, type NetworkOptions } from './link.ts'
import type { SimProcess } from './process.ts'

export class SimNetwork {
  readonly #ids: readonly PeerId[]
  readonly #endpoints = new Map<PeerId, Endpoint>()
  readonly #links = new Map<number, Link>()

  constructor(
    ids: readonly PeerId[],
    scheduler: Scheduler,
    random: Random,
    options: NetworkOptions,
    frameChanged: (from: PeerId, to: PeerId) => void,
  ) {
    this.#ids = ids
    for (const a of ids) {
      for (const b of ids) {
        if (a >= b) continue
        const world = { scheduler, random, options, endpoint: (id: PeerId) => this.#endpoints.get(id), frameChanged }
        this.#links.set(key(a, b), new Link(a, b, world))
      }
    }
  }

  link(a: PeerId, b: PeerId): Link {
    const link = this.#links.get(key(a, b))
    if (link === undefined) throw new RangeError(`no link between ${a} and ${b}`)
    return link
  }

  linksOf(id: PeerId): readonly Link[] {
    return this.#ids.filter((other) => other !== id).map((other) => this.link(id, other))
  }

  get links(): readonly Link[] {
    return [...this.#links.values()]
  }

  /** The transport of one life of `id`. */
  transport(id: PeerId, process: SimProcess): Transport {
    return {
      start: (listener: TransportListener) => {
        this.#endpoints.set(id, { process, listener })
        for (const link of this.linksOf(id)) link.dialSoon()
      },
      send: (to, parts) => {
        if (process.alive) this.link(id, to).send(id, parts)
      },
      closeLink: (peer, why) => this.link(id, peer).break(why, id),
      queuedBytes: (peer) => this.link(id, peer).queuedBytes(id),
      stop: (done) => {
        this.forget(id, false)
        process.after(0, done)
      },
    }
  }

  /** The process of `id` is gone. `silently`: with its machine, so that nobody is told. */
  forget(id: PeerId, silently: boolean): void {
    if (!this.#endpoints.delete(id)) return
    for (const link of this.linksOf(id)) link.died(id, silently)
  }

  heal(): void {
    for (const [a, b] of this.#pairs()) {
      const link = this.link(a, b)
      link.setSlow(false)
      link.setDelay(0)
      link.setHole(a, false)
      link.setHole(b, false)
      link.hold(a, undefined)
      link.hold(b, undefined)
      link.setCut(false)
    }
  }

  *#pairs(): Generator<readonly [PeerId, PeerId]> {
    for (const a of this.#ids) for (const b of this.#ids) if (a < b) yield [a, b]
  }
}

function key(a: PeerId, b: PeerId): number {
  return a < b ? a * 256 + b : b * 256 + a
}
