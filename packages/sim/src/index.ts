/** The public face of the simulator. Nothing in here imports this file. */

export type { Audience } from './audience.ts'
export { runSim, type SimIo } from './cli.ts'
export { USAGE as SIM_USAGE } from './command/arguments.ts'
export type { Violation } from './evidence/fact.ts'
export { FAULT_KINDS, type FaultKind } from './faults/kinds.ts'
export type { Moment } from './moments.ts'
export { describeKnobs, drawKnobs, type Knobs, type SimOptions } from './options.ts'
export { Random } from './random.ts'
export { Scenario, type ScenarioOptions } from './scenario.ts'
export { simulate } from './simulate.ts'
export type { SimResult } from './simulation.ts'
export { WatchedSimulation } from './watch/watched-simulation.ts'
