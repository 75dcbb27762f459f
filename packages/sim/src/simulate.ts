/**
 * One run: an ensemble, its clients and a nemesis under one seed, in three phases. Safety: faults on, clients busy, every
 * checker after every step. Liveness: the faults end, and within a bounded time there is one leader, everybody follows and
 * every client is answered. Epilogue: the same state everywhere, nothing acknowledged missing, no ephemeral of the dead.
 */
import type { Course } from './course.ts'
import { epilogue } from './epilogue.ts'
import { liveness, SETTLING_LIMIT } from './liveness.ts'
import type { SimOptions } from './options.ts'
import { SECOND } from './scheduler.ts'
import { type SimResult, Simulation } from './simulation.ts'

/** Runs a seed from beginning to end. */
export function simulate(options: SimOptions): SimResult {
  const simulation = new Simulation(options)
  simulation.follow(courseOf(simulation, options))
  return simulation.result()
}

/** All three phases, as stretches of time. */
export function* courseOf(simulation: Simulation, { safetyOnly }: SimOptions): Course {
  yield* safety(simulation)
  if (safetyOnly === true) return
  yield* liveness(simulation)
  yield* epilogue(simulation)
}

function* safety(simulation: Simulation): Course {
  const { crowd, nemesis, knobs } = simulation
  simulation.startAll()
  crowd.prepare()
  // When nobody can begin there is no leader, and liveness will say so.
  yield { length: SETTLING_LIMIT, done: () => crowd.clients.every((client) => client.waiting === 0) }
  crowd.begin()
  yield { length: SECOND }
  nemesis.begin()
  yield { length: knobs.duration }
  nemesis.end()
}
