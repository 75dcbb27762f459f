/**
 * Honest recovery: after a crash a disk holds everything that was reported durable, then at most a beginning of what was
 * being written, and nothing else; the payloads are the ones that were written, and what it says was committed was.
 */
import { formatZxid, type Zxid, zxidPlus } from '@quoll/core'
import type { Recovered } from '@quoll/peer'
import type { MakeChecker } from '../evidence/fact.ts'
import { hashBytes } from '../evidence/hash.ts'
import { carryOut, type DiskState, type Ledger, type PeerBook } from '../evidence/ledger.ts'
import { recoveredHistory } from '../evidence/recovered-history.ts'

export const honestRecovery: MakeChecker = (ledger, report) => ({
  name: 'honest-recovery',
  started(peer, recovered) {
    const found = recoveredHistory(ledger, recovered)
    const book = ledger.book(peer)
    if (!isPossible(book, recovered, found)) {
      const { durable } = book
      report(
        `peer ${peer} recovered ${summary(found)}, epochs ${recovered.acceptedEpoch}/${recovered.currentEpoch}; ` +
          `durable was ${summary(durable.history)}, epochs ${durable.acceptedEpoch}/${durable.currentEpoch}`,
      )
    }
    if (ledger.committedCount(recovered.committed) < 0)
      report(`peer ${peer} takes ${formatZxid(recovered.committed)} for committed, which nobody delivered`)
    const changed = changedPayload(ledger, recovered)
    if (changed !== undefined)
      report(`peer ${peer} recovered ${formatZxid(changed)} with other contents than were written`)
  },
})

/** Carries out what was pending one entry at a time and looks for the state that was found. */
function isPossible(book: PeerBook, recovered: Recovered, found: readonly Zxid[]): boolean {
  const state: DiskState = { ...book.durable, history: [...book.durable.history] }
  const matches = () =>
    state.acceptedEpoch === recovered.acceptedEpoch &&
    state.currentEpoch === recovered.currentEpoch &&
    state.history.length === found.length &&
    state.history[found.length - 1] === found[found.length - 1]
  const isSame = () => matches() && state.history.every((zxid, place) => found[place] === zxid)
  if (isSame()) return true
  for (const write of book.pending) {
    if (write.type === 'append') {
      for (const zxid of write.zxids) {
        state.history.push(zxid)
        if (isSame()) return true
      }
    } else {
      carryOut(state, write)
      if (isSame()) return true
    }
  }
  return false
}

function changedPayload(ledger: Ledger, { base, logAbove }: Recovered): Zxid | undefined {
  for (const batch of logAbove(base)) {
    for (let i = 0; i < batch.payloads.length; i++) {
      const zxid = zxidPlus(batch.first, i)
      const known = ledger.hashes.get(zxid)
      if (known !== undefined && known !== hashBytes(batch.payloads[i])) return zxid
    }
  }
  return undefined
}

function summary(history: readonly Zxid[]): string {
  const last = history[history.length - 1]
  return last === undefined ? 'nothing' : `${history.length} transactions up to ${formatZxid(last)}`
}
