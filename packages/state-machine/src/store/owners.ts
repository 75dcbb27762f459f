/** Which session owns which ephemeral znodes. A session that owns none costs nothing here. */
import type { SessionId } from '../session-id.ts'
import { hashSession } from './mix.ts'
import type { Znode } from './znode-table.ts'

type Possession = {
  readonly owner: SessionId
  readonly number: number
  readonly hash: number
  readonly znodes: Set<Znode>
}

export class Owners {
  readonly #bySession = new Map<SessionId, Possession>()
  /** Numbers count from 1: records keep them in place of the 64-bit id. */
  readonly #byNumber: (Possession | undefined)[] = [undefined]
  readonly #free: number[] = []
  #count = 0

  /** Ephemeral znodes of all sessions. */
  get count(): number {
    return this.#count
  }

  /** Returns the number that stands for `owner` as long as it owns anything. */
  add(owner: SessionId, znode: Znode): number {
    const possession = this.#bySession.get(owner) ?? this.#open(owner)
    possession.znodes.add(znode)
    this.#count++
    return possession.number
  }

  remove(number: number, znode: Znode): void {
    const possession = this.#byNumber[number]!
    possession.znodes.delete(znode)
    this.#count--
    if (possession.znodes.size > 0) return
    this.#bySession.delete(possession.owner)
    this.#byNumber[number] = undefined
    this.#free.push(number)
  }

  ownerOf(number: number): SessionId {
    return this.#byNumber[number]!.owner
  }

  /** The same on every replica, unlike the number. */
  hashOf(number: number): number {
    return this.#byNumber[number]!.hash
  }

  of(owner: SessionId): ReadonlySet<Znode> {
    return this.#bySession.get(owner)?.znodes ?? NOTHING
  }

  #open(owner: SessionId): Possession {
    const number = this.#free.pop() ?? this.#byNumber.length
    const possession = { owner, number, hash: hashSession(owner, 0), znodes: new Set<Znode>() }
    this.#byNumber[number] = possession
    this.#bySession.set(owner, possession)
    return possession
  }
}

const NOTHING: ReadonlySet<Znode> = new Set<Znode>()
