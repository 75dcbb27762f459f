/** From the faults of an ensemble to those of one of its peers: each end of a cut and of a slow link knows its half. */
import type { LinkFaults, PeerFaults } from '@quoll/server'
import type { Fault } from '@quoll/tui/actions'

export function peerFaults(faults: readonly Fault[], peer: number): PeerFaults {
  const links = new Map<number, LinkFaults>()
  const add = (other: number, more: Partial<LinkFaults>): void => {
    const known = links.get(other) ?? { peer: other, dropSent: false, dropArriving: false, delayMs: 0 }
    links.set(other, { ...known, ...more })
  }
  let syncDelayMs = 0
  for (const fault of faults) {
    if (fault.type === 'slow-disk' && fault.peer === peer) syncDelayMs = fault.ms
    // Both ends drop: a cut holds while one of them is paused, or has not heard of it yet.
    if (fault.type === 'cut' && fault.from === peer) add(fault.to, { dropSent: true })
    if (fault.type === 'cut' && fault.to === peer) add(fault.from, { dropArriving: true })
    if (fault.type === 'slow-link' && fault.a === peer) add(fault.b, { delayMs: fault.ms })
    if (fault.type === 'slow-link' && fault.b === peer) add(fault.a, { delayMs: fault.ms })
  }
  return { links: [...links.values()].sort((one, other) => one.peer - other.peer), syncDelayMs }
}
