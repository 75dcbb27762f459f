/**
 * This peer's copy of what is replicated: the tree, the sessions, and how far they are. Committed transactions come in
 * by `deliver`, in order; nothing else changes the state.
 */
import { type TxnBatch, type Zxid, zxidPlus } from '@quoll/core'
import { type Applied, apply, decodeTxn, emptyState, SnapshotReader, type State, type Txn } from '@quoll/state-machine'
import type { Recovered } from '../ports/storage.ts'
import { HistoryMarks } from './history-marks.ts'

export type ReplicaHooks = {
  /** Does anybody here want to know what comes of it? */
  isAsked(txn: Txn): boolean
  /** Right before a transaction is applied: what was promised to be seen before it must be answered now. */
  applying(txn: Txn): void
  applied(zxid: Zxid, txn: Txn, applied: Applied): void
}

export class Replica {
  readonly #hooks: ReplicaHooks
  #state: State
  #zxid: Zxid
  readonly marks: HistoryMarks

  /** Starts from the snapshot and what is known to be committed of the log; the rest is delivered once it is known. */
  constructor(recovered: Recovered, historyTxns: number, hooks: ReplicaHooks) {
    this.#hooks = hooks
    this.marks = new HistoryMarks(historyTxns)
    this.#state = recovered.snapshot === undefined ? emptyState() : restored(recovered.snapshot)
    this.#zxid = recovered.base
    this.#repeat(recovered)
  }

  get state(): State {
    return this.#state
  }

  /** Zxid of the last transaction applied. */
  get zxid(): Zxid {
    return this.#zxid
  }

  deliver(batch: TxnBatch): void {
    let zxid = batch.first
    for (const payload of batch.payloads) {
      const txn = decodeTxn(payload)
      this.#hooks.applying(txn)
      const applied = this.#apply(zxid, txn, payload.length, this.#hooks.isAsked(txn))
      this.#hooks.applied(zxid, txn, applied)
      zxid = zxidPlus(zxid, 1)
    }
  }

  /** What was applied in a former life: nobody is there to hear of it. */
  #repeat({ base, committed, logAbove }: Recovered): void {
    if (committed === base) return
    for (const { first, payloads } of logAbove(base)) {
      let zxid = first
      for (const payload of payloads) {
        if (zxid > committed) return
        this.#apply(zxid, decodeTxn(payload), payload.length, false)
        zxid = zxidPlus(zxid, 1)
      }
    }
  }

  #apply(zxid: Zxid, txn: Txn, bytes: number, isAsked: boolean): Applied {
    const applied = apply(this.#state, zxid, txn, isAsked)
    this.#zxid = zxid
    this.marks.add(zxid, bytes)
    return applied
  }

  /** A snapshot from the leader takes the place of everything here. */
  replace(state: State, zxid: Zxid): void {
    this.#state = state
    this.#zxid = zxid
    this.marks.reset()
  }
}

function restored(chunks: Iterable<Uint8Array>): State {
  const reader = new SnapshotReader()
  for (const chunk of chunks) reader.write(chunk)
  return reader.finish().state
}
