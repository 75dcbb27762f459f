/** A disk for tests and for the simulator: exported as @quoll/storage-file/testing. */
export { DiskError } from './disk-error.ts'
export type { Operation, SimulatedDiskOptions } from './operation.ts'
export { SimulatedFileSystem } from './simulated-file-system.ts'
export { TurnQueue } from './turn-queue.ts'
