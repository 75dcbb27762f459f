/** Members that did not answer at first, at addresses where nobody did: looked for until they are there, then watched like the others. */
import type { Detail } from '@quoll/tui'
import type { Address } from '../peers/addresses.ts'
import { type Found, type FoundPeer, lookFor, type Missing } from './discover.ts'
import { type PeerWatch, type Tell, wallMs } from './peer-watch.ts'

const EVERY_MS = 1000

export class SearchWatch implements PeerWatch {
  readonly #missing: Map<number, Missing>
  readonly #addresses: Set<Address>
  readonly #watchOf: (peer: FoundPeer) => PeerWatch
  readonly #found: PeerWatch[] = []
  #tell: Tell = () => {}
  #details: ReadonlySet<Detail> = new Set()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor({ missing, silent }: Pick<Found, 'missing' | 'silent'>, watchOf: (peer: FoundPeer) => PeerWatch) {
    this.#missing = new Map(missing.map((one) => [one.id, one]))
    this.#addresses = new Set(silent)
    this.#watchOf = watchOf
  }

  start(tell: Tell): void {
    this.#tell = tell
    for (const { id: peer, why } of this.#missing.values()) tell({ type: 'lost', peer, atMs: wallMs(), why })
    this.#again()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    for (const watch of this.#found) watch.stop()
  }

  want(details: ReadonlySet<Detail>): void {
    this.#details = details
    for (const watch of this.#found) watch.want(details)
  }

  #again(): void {
    if (this.#stopped || this.#addresses.size === 0) return
    this.#timer = setTimeout(() => void this.#look().then(() => this.#again()), EVERY_MS)
  }

  async #look(): Promise<void> {
    await Promise.all([...this.#addresses].map((address) => this.#lookAt(address)))
  }

  async #lookAt(address: Address): Promise<void> {
    const reserved = [...this.#missing.values()].find((one) => one.address === address)
    const peer = await lookFor(address, (id) => this.#missing.has(id), reserved?.id)
    if (peer === undefined || this.#stopped) return
    this.#addresses.delete(address)
    this.#missing.delete(peer.id)
    const watch = this.#watchOf(peer)
    this.#found.push(watch)
    watch.start(this.#tell)
    watch.want(this.#details)
  }
}
