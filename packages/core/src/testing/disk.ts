/**
 * A disk as an array. Writes wait until the test syncs them; a crash loses those that wait, or all but the first few.
 * Besides the log it keeps the state of the snapshot at its base: the texts delivered up to there.
 */
import type { DurableState } from '../durable.ts'
import type { DurableWrite, WriteId } from '../effects.ts'
import { lastOf, type TxnBatch } from '../txn.ts'
import { EPOCH_ZERO, ZXID_ZERO, type Zxid, zxidPlus } from '../zxid.ts'
import { textOf } from './text.ts'

export type Entry = { readonly zxid: Zxid; readonly text: string }

type Waiting = { readonly id: WriteId; readonly write: DurableWrite; readonly since: number }

export class Disk {
  /** A held disk finishes nothing. */
  held = false
  state: DurableState & { readonly log: readonly TxnBatch[] }
  snapshot: readonly Entry[] = []
  /** The snapshot a leader sent, until it is installed. */
  staged: readonly Entry[] | undefined
  #waiting: Waiting[] = []

  constructor(trusted: boolean) {
    this.state = {
      acceptedEpoch: EPOCH_ZERO,
      currentEpoch: EPOCH_ZERO,
      base: ZXID_ZERO,
      committed: ZXID_ZERO,
      log: [],
      trusted,
    }
  }

  /** When the oldest write that waits was made; undefined when none waits or the disk is held. */
  get waitingSince(): number | undefined {
    return this.held ? undefined : this.#waiting[0]?.since
  }

  get waitingCount(): number {
    return this.#waiting.length
  }

  write(id: WriteId, write: DurableWrite, since: number): void {
    this.#waiting.push({ id, write, since })
  }

  /** Finishes everything that waits and returns the last id. */
  sync(): WriteId {
    const last = this.#waiting.at(-1)
    if (last === undefined) throw new Error('nothing waits for this disk')
    this.#finish(this.#waiting.length)
    return last.id
  }

  /** The power fails: of the writes that wait only the first `keep` reached the disk. */
  crash(keep = 0): void {
    this.#finish(keep)
    this.#waiting = []
    this.staged = undefined
    this.held = false
  }

  /** A snapshot of our own at `base` is durable: the log up to it is gone. */
  compact(base: Zxid, snapshot: readonly Entry[]): void {
    this.snapshot = snapshot
    const committed = Math.max(this.state.committed, base) as Zxid
    this.state = { ...this.state, base, committed, log: after(this.state.log, base) }
  }

  /** Everything on this disk, in order. */
  get entries(): readonly Entry[] {
    const log = this.state.log.flatMap((batch) =>
      batch.payloads.map((payload, i) => ({ zxid: zxidPlus(batch.first, i), text: textOf(payload) })),
    )
    return [...this.snapshot, ...log]
  }

  #finish(count: number): void {
    for (const { write } of this.#waiting.splice(0, count)) this.#apply(write)
  }

  #apply(write: DurableWrite): void {
    const { state } = this
    switch (write.type) {
      case 'append':
        this.state = {
          ...state,
          committed: Math.max(state.committed, write.committed) as Zxid,
          log: after([...state.log, write.batch], state.base),
        }
        return
      case 'truncate':
        this.state = { ...state, log: upTo(state.log, write.to) }
        return
      case 'epochs':
        this.state = {
          ...state,
          acceptedEpoch: write.accepted,
          currentEpoch: write.current,
          trusted: write.current > 0 || state.trusted,
        }
        return
      case 'install-snapshot':
        this.snapshot = this.staged ?? []
        this.state = { ...state, base: write.zxid, committed: write.zxid, log: [] }
    }
  }
}

function upTo(log: readonly TxnBatch[], to: Zxid): TxnBatch[] {
  return log
    .filter((batch) => batch.first <= to)
    .map((batch) =>
      lastOf(batch) <= to ? batch : { ...batch, payloads: batch.payloads.slice(0, to - batch.first + 1) },
    )
}

function after(log: readonly TxnBatch[], base: Zxid): TxnBatch[] {
  return log
    .filter((batch) => lastOf(batch) > base)
    .map((batch) =>
      batch.first > base ? batch : { first: zxidPlus(base, 1), payloads: batch.payloads.slice(base - batch.first + 1) },
    )
}
