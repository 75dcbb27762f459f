/**
 * What must hold of an ensemble as a whole, whatever crashes: one leader per epoch (I1), epochs that never go back (I3),
 * equal logs wherever two share a transaction (I6), one order of deliveries (I7), committed transactions on the disks of
 * a quorum (I8), and a new leader that has everything ever committed (I11).
 */
import { assert } from '../assert.ts'
import type { PeerId } from '../peer-id.ts'
import { isQuorum } from '../quorum.ts'
import { epochOf, formatZxid } from '../zxid.ts'
import type { Disk, Entry } from './disk.ts'

type Reign = { readonly leader: PeerId; readonly epoch: number }

export class EnsembleChecks {
  /** Everything anybody delivered, in order. */
  readonly committed: Entry[] = []
  readonly #reigns = new Map<number, PeerId>()

  /** `id` delivered `entry` as the transaction at `position`. */
  onDelivered(id: PeerId, position: number, entry: Entry): void {
    const known = this.committed[position]
    if (known === undefined) {
      assert(position === this.committed.length, 'I13: deliveries have no gaps')
      this.committed.push(entry)
      return
    }
    const same = known.zxid === entry.zxid && known.text === entry.text
    assert(same, `I7: peer ${id} delivers ${show(entry)} where another delivered ${show(known)}`)
  }

  /**
   * `leader` established its epoch and has now delivered `count` transactions: everything committed in older epochs is among
   * them. A leader that was stopped may learn only now that its epoch was established, when a later one has gone on already.
   */
  onEstablished({ leader, epoch }: Reign, count: number): void {
    const other = this.#reigns.get(epoch)
    assert(other === undefined || other === leader, `I1: peers ${other} and ${leader} both lead epoch ${epoch}`)
    this.#reigns.set(epoch, leader)
    const older = this.committed.findLastIndex((entry) => epochOf(entry.zxid) < epoch) + 1
    assert(count >= older, `I11: leader ${leader} lacks ${older - count} committed transactions`)
  }

  /** I8: looks at the disks as they are. */
  checkDurable(voters: readonly Disk[]): void {
    const last = this.committed.length - 1
    if (last < 0) return
    const holders = voters.filter((disk) => {
      const entry = disk.entries[last]
      return entry !== undefined && entry.zxid === this.committed[last]?.zxid
    })
    assert(
      isQuorum(holders.length, voters.length),
      `I8: ${show(this.committed[last] as Entry)} is on ${holders.length} disks only`,
    )
  }

  /** I6: two disks that hold the same transaction hold the same up to it. */
  checkLogsMatch(disks: readonly Disk[]): void {
    for (const a of disks) {
      for (const b of disks) if (a !== b) checkTwo(a.entries, b.entries)
    }
  }
}

function checkTwo(a: readonly Entry[], b: readonly Entry[]): void {
  const place = new Map(b.map((entry, i) => [entry.zxid, i]))
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const entry = a[i] as Entry
    const j = place.get(entry.zxid)
    if (j === undefined) continue
    const matches = i === j && a.slice(0, i + 1).every((one, k) => one.zxid === b[k]?.zxid && one.text === b[k]?.text)
    assert(matches, `I6: two logs hold ${show(entry)} and differ before it`)
    return
  }
}

function show(entry: Entry): string {
  return `${formatZxid(entry.zxid)} ${JSON.stringify(entry.text)}`
}
