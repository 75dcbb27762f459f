/** Fakes of the ports, and the suites that say what an adapter promises. */
export { ManualClock } from './manual-clock.ts'
export { MemoryStorage, type MemoryStorageOptions, memoryStorage } from './memory-storage.ts'
export { MemoryNetwork, type MemoryNetworkOptions } from './memory-transport.ts'
export type { StorageUnderTest } from './storage-session.ts'
export { runStorageTests, type TestRunner } from './storage-suite.ts'
export { type NetworkUnderTest, QUEUE_BYTES_MAX_UNDER_TEST, runTransportTests } from './transport-suite.ts'
