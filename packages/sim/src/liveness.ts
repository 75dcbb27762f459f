/** What a healed ensemble owes: one leader that everybody follows, the same position everywhere, and rest. */
import { formatZxid } from '@quoll/core'
import { type Micros, SECOND } from './scheduler.ts'
import type { Simulation } from './simulate.ts'

/** The first thing that is not yet as it should be; undefined when all is well (V1, V4). */
export function whatIsMissing({ world, evidence }: Simulation): string | undefined {
  const leader = world.leader()
  if (leader === undefined) return 'nobody leads'
  const { epoch } = evidence.ledger.book(leader)
  for (const { id, alive, role, phase, leader: follows, deliveredCount } of evidence.ledger.peers.values()) {
    if (!alive) return `peer ${id} is down`
    const belongs = id === leader || ((role === 'following' || role === 'observing') && follows === leader)
    if (!belongs || phase !== 'broadcast')
      return `peer ${id} is ${role} in ${phase} while ${leader} leads epoch ${epoch}`
    if (deliveredCount < evidence.ledger.committed.length) return `peer ${id} is behind`
    if (world.member(id).running?.view().serving !== true) return `peer ${id} does not serve clients`
  }
  return undefined
}

/** Nobody leaves its leader while nothing is broken (V3). */
export function requireCalm(simulation: Simulation, length: Micros): void {
  const { elections } = simulation.evidence.counts
  simulation.run(length)
  const missing = whatIsMissing(simulation)
  if (simulation.isBroken) return
  if (simulation.evidence.counts.elections > elections) {
    simulation.evidence.report('liveness', `somebody went looking within ${length / SECOND} s of peace`)
  } else if (missing !== undefined) {
    const last = simulation.evidence.ledger.committed.at(-1)
    simulation.evidence.report(
      'liveness',
      `in peace, at ${last === undefined ? 'the start' : formatZxid(last)}: ${missing}`,
    )
  }
}
