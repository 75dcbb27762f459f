/** What a healed ensemble owes: one leader that everybody follows, an answer for everybody, the same position, and rest. */
import { formatZxid } from '@quoll/core'
import type { Course } from './course.ts'
import { type Micros, SECOND } from './scheduler.ts'
import type { Simulation } from './simulation.ts'

/** Patience after the faults: generous beside the seconds it usually takes, and far below for ever. */
export const SETTLING_LIMIT: Micros = 60 * SECOND
const CALM: Micros = 3 * SECOND

/** V1, V2, V3: agreement on a leader, an answer for everybody, and calm from then on. */
export function* liveness(simulation: Simulation): Course {
  if (simulation.isBroken) return
  const { world, crowd } = simulation
  world.heal()
  // A fault under way may still be undone, or a halted process started: once more when that has settled.
  yield { length: SECOND }
  world.heal()
  if (!(yield { length: SETTLING_LIMIT, done: () => whatIsMissing(simulation) === undefined })) {
    notLive(simulation, whatIsMissing(simulation))
    return
  }
  crowd.rest()
  for (const client of crowd.clients) client.perform([{ kind: 'sync', path: '/' }])
  const idle = () => crowd.clients.every((client) => client.isAttached && client.waiting === 0)
  if (yield { length: SETTLING_LIMIT, done: idle }) yield* requireCalm(simulation, CALM)
  else notLive(simulation, 'a client was not answered')
}

function notLive({ isBroken, evidence }: Simulation, missing: string | undefined): void {
  if (!isBroken) evidence.report('liveness', `${SETTLING_LIMIT / SECOND} s after the last fault: ${missing}`)
}

/** The first thing that is not yet as it should be; undefined when all is well (V1, V4). */
function whatIsMissing({ world, evidence }: Simulation): string | undefined {
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
function* requireCalm(simulation: Simulation, length: Micros): Course {
  const { elections } = simulation.evidence.counts
  yield { length }
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
