/**
 * The simulator's own books: what every peer wrote, what of it is durable, what was delivered first and in which order.
 * Kept from effects and completions alone, in the plainest structures, so that nothing of the code under test is believed.
 */
import type { PeerId, Phase, Role, Zxid } from '@quoll/core'

/** A history, complete from the first transaction ever, whatever the peer has compacted. */
export type History = Zxid[]

export type PendingWrite =
  | { readonly id: number; readonly type: 'append'; readonly zxids: readonly Zxid[] }
  | { readonly id: number; readonly type: 'truncate'; readonly to: Zxid }
  | { readonly id: number; readonly type: 'epochs'; readonly accepted: number; readonly current: number }
  | { readonly id: number; readonly type: 'install'; readonly history: readonly Zxid[] }

export type DiskState = { history: History; acceptedEpoch: number; currentEpoch: number }

export type PeerBook = {
  readonly id: PeerId
  readonly voter: boolean
  alive: boolean
  role: Role
  phase: Phase
  leader: PeerId | undefined
  epoch: number
  /** As the peer believes it: every write it asked for. */
  written: DiskState
  /** As it would be after a crash now, at least. */
  durable: DiskState
  pending: PendingWrite[]
  /** Position in the committed sequence: so many transactions are part of the state of this peer. */
  deliveredCount: number
  delivered: Zxid
  /** The leading transactions of the durable history that are the committed ones. */
  agreedCount: number
  /** Its disk was replaced, and it has not been brought level since: it may not vote. */
  isWiped: boolean
  /** The durable history of a disk that was wiped, and how much of it is committed: forgiven until learned again. */
  lost: readonly Zxid[]
  lostCount: number
  /** Highest epoch this peer said it adopted, by acknowledging its NEWLEADER or by leading it, in any life. */
  adoptedEpoch: number
}

export class Ledger {
  readonly peers: ReadonlyMap<PeerId, PeerBook>
  readonly voters: readonly PeerBook[]
  readonly quorum: number
  /** The one committed sequence: whoever delivers first, extends it. */
  readonly committed: Zxid[] = []
  /** Hash of the payload of every transaction ever proposed or appended. */
  readonly hashes: Map<Zxid, number> = new Map()

  constructor(voters: readonly PeerId[], observers: readonly PeerId[]) {
    const books = [...voters.map((id) => newBook(id, true)), ...observers.map((id) => newBook(id, false))]
    this.peers = new Map(books.map((book) => [book.id, book]))
    this.voters = books.filter((book) => book.voter)
    this.quorum = Math.floor(this.voters.length / 2) + 1
  }

  book(id: PeerId): PeerBook {
    const book = this.peers.get(id)
    if (book === undefined) throw new RangeError(`no peer ${id}`)
    return book
  }

  /** Place of `zxid` in the committed sequence: the count of transactions up to and including it; -1 when it is not there. */
  committedCount(zxid: Zxid): number {
    return countUpTo(this.committed, zxid)
  }

  /** Moves `agreedCount` on as far as durable history and committed sequence are equal. */
  advanceAgreed(book: PeerBook): void {
    book.agreedCount = commonLength(book.durable.history, this.committed, book.agreedCount)
    if (book.lost.length === 0) return
    book.lostCount = commonLength(book.lost, this.committed, book.lostCount)
    if (book.agreedCount < book.lostCount || book.agreedCount === 0) return
    book.lost = []
    book.lostCount = 0
  }

  /** Does it hold every committed transaction on its disk, or did it before the disk was lost? */
  holdsAll({ agreedCount, lostCount }: PeerBook): boolean {
    return agreedCount >= this.committed.length || lostCount >= this.committed.length
  }
}

/** Length of the common beginning, known to be at least `atLeast`. */
function commonLength(a: readonly Zxid[], b: readonly Zxid[], atLeast: number): number {
  let length = atLeast
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

/** How many entries of an ascending history are at or below `zxid`, given that `zxid` is one of them; -1 when it is not. */
export function countUpTo(history: readonly Zxid[], zxid: Zxid): number {
  if (zxid === 0) return 0
  const count = countAtMost(history, zxid)
  return history[count - 1] === zxid ? count : -1
}

export function countAtMost(history: readonly Zxid[], zxid: Zxid): number {
  let low = 0
  let high = history.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((history[middle] as Zxid) <= zxid) low = middle + 1
    else high = middle
  }
  return low
}

export function carryOut(state: DiskState, write: PendingWrite): void {
  switch (write.type) {
    case 'append':
      for (const zxid of write.zxids) state.history.push(zxid)
      return
    case 'truncate':
      state.history.length = countAtMost(state.history, write.to)
      return
    case 'epochs':
      state.acceptedEpoch = write.accepted
      state.currentEpoch = write.current
      return
    case 'install':
      state.history = [...write.history]
      return
  }
}

function newBook(id: PeerId, voter: boolean): PeerBook {
  const nothing = (): DiskState => ({ history: [], acceptedEpoch: 0, currentEpoch: 0 })
  return {
    id,
    voter,
    alive: false,
    role: 'looking',
    phase: 'election',
    leader: undefined,
    epoch: 0,
    written: nothing(),
    durable: nothing(),
    pending: [],
    deliveredCount: 0,
    delivered: 0 as Zxid,
    agreedCount: 0,
    isWiped: false,
    lost: [],
    lostCount: 0,
    adoptedEpoch: 0,
  }
}
