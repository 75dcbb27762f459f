/** Links as queues. A link that goes down loses what is on it; a muted direction keeps its messages until it is heard again. */
import type { ZabMessage } from '../messages.ts'
import type { PeerId } from '../peer-id.ts'
import type { Zxid } from '../zxid.ts'
import type { Entry } from './disk.ts'

export type Parcel =
  | { readonly type: 'message'; readonly message: ZabMessage }
  | { readonly type: 'snapshot'; readonly zxid: Zxid; readonly entries: readonly Entry[] }

type Queued = { readonly since: number; readonly parcel: Parcel }

type Direction = { readonly from: PeerId; readonly to: PeerId; queue: Queued[]; muted: boolean }

export class Network {
  readonly #directions: Direction[] = []
  readonly #up = new Set<string>()
  readonly #cut = new Set<string>()

  constructor(ids: readonly PeerId[]) {
    for (const from of ids) {
      for (const to of ids) if (from !== to) this.#directions.push({ from, to, queue: [], muted: false })
    }
  }

  isUp(a: PeerId, b: PeerId): boolean {
    return this.#up.has(pair(a, b))
  }

  isCut(a: PeerId, b: PeerId): boolean {
    return this.#cut.has(pair(a, b))
  }

  setCut(a: PeerId, b: PeerId, cut: boolean): void {
    if (cut) this.#cut.add(pair(a, b))
    else this.#cut.delete(pair(a, b))
  }

  raise(a: PeerId, b: PeerId): void {
    this.#up.add(pair(a, b))
  }

  /** Returns whether it was up. */
  drop(a: PeerId, b: PeerId): boolean {
    this.#direction(a, b).queue = []
    this.#direction(b, a).queue = []
    return this.#up.delete(pair(a, b))
  }

  mute(from: PeerId, to: PeerId, muted: boolean): void {
    this.#direction(from, to).muted = muted
  }

  unmuteAll(): void {
    for (const direction of this.#directions) direction.muted = false
  }

  send(from: PeerId, to: PeerId, parcel: Parcel, since: number): void {
    if (this.isUp(from, to)) this.#direction(from, to).queue.push({ since, parcel })
  }

  /** Directions with something that may arrive, and since when. */
  get ready(): readonly {
    readonly from: PeerId
    readonly to: PeerId
    readonly since: number
    readonly next: Parcel
  }[] {
    return this.#directions.flatMap(({ from, to, queue, muted }) => {
      const [first] = queue
      return muted || first === undefined ? [] : [{ from, to, since: first.since, next: first.parcel }]
    })
  }

  /** Types of what is on the way from `from` to `to`, oldest first. */
  queued(from: PeerId, to: PeerId): readonly string[] {
    return this.#direction(from, to).queue.map(({ parcel }) =>
      parcel.type === 'message' ? parcel.message.type : parcel.type,
    )
  }

  take(from: PeerId, to: PeerId): Parcel {
    const first = this.#direction(from, to).queue.shift()
    if (first === undefined) throw new Error(`nothing is on the way from ${from} to ${to}`)
    return first.parcel
  }

  #direction(from: PeerId, to: PeerId): Direction {
    const found = this.#directions.find((direction) => direction.from === from && direction.to === to)
    if (found === undefined) throw new Error(`there is no link from ${from} to ${to}`)
    return found
  }
}

function pair(a: PeerId, b: PeerId): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`
}
