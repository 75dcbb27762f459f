/** Tools for tests of the core and of whatever is built on it: `@quoll/core/testing`. */
export { EnsembleChecks } from './checks.ts'
export { Disk, type Entry } from './disk.ts'
export { Ensemble } from './ensemble.ts'
export { Network, type Parcel } from './network.ts'
export { payloadOf, textOf } from './text.ts'
export { Trace } from './trace.ts'
export type { EnsembleOptions } from './world.ts'
