/**
 * When a peer takes a snapshot of its own: after so many transactions, or bytes of them, as asked for; but no sooner than
 * those bytes are as many as the last snapshot had. What is written for restarts then stays in proportion to what is
 * written anyway, however large the tree is, and so does what a restart reads (ADR 17).
 */
import { type EnsembleConfig, type PeerId, ZXID_ZERO, type Zxid } from '@quoll/core'
import type { PeerLimits } from '../options.ts'

type SnapshotLimits = Pick<PeerLimits, 'snapshotTxns' | 'snapshotBytes' | 'snapshotBytesCheap'>

/** Transactions applied so far, and their bytes. */
type Applied = { readonly txns: number; readonly bytes: number }

export class SnapshotSchedule {
  readonly #limits: SnapshotLimits
  /** The part of the first interval that is taken for past. */
  #headStart: number
  /** Bytes of transactions to wait for: asking for the size of the last snapshot in every turn would cost more than it saves. */
  #bytesWanted = 0
  /** What had been applied when the last snapshot was taken. */
  #txns = 0
  #bytes = 0

  constructor(limits: SnapshotLimits, headStart: number) {
    this.#limits = limits
    this.#headStart = headStart
  }

  /** `lastBytes` says how large the newest snapshot is, 0 for none. */
  isDue(applied: Applied, lastBytes: () => number): boolean {
    const { snapshotTxns, snapshotBytes, snapshotBytesCheap } = this.#limits
    const left = 1 - this.#headStart
    const bytes = applied.bytes - this.#bytes
    if (applied.txns - this.#txns < left * snapshotTxns && bytes < left * snapshotBytes) return false
    if (bytes < this.#bytesWanted) return false
    const last = lastBytes()
    this.#bytesWanted = last <= snapshotBytesCheap ? 0 : last
    return bytes >= this.#bytesWanted
  }

  taken({ txns, bytes }: Applied): void {
    this.#headStart = 0
    this.#countFrom(txns, bytes)
  }

  /** A snapshot from the leader took the place of everything: what is applied is counted from zero again. */
  installed(): void {
    this.#countFrom(0, 0)
  }

  #countFrom(txns: number, bytes: number): void {
    this.#txns = txns
    this.#bytes = bytes
    this.#bytesWanted = 0
  }
}

/**
 * All peers apply the same, so their snapshots would fall on the same moment, and no majority would be free of one. Each voter
 * therefore begins at another point of its first interval. Who starts with a snapshot has its place already.
 */
export function headStartOf(id: PeerId, { voters }: EnsembleConfig, base: Zxid): number {
  const at = voters.indexOf(id)
  return base === ZXID_ZERO && at > 0 ? at / voters.length : 0
}
