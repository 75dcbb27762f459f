/** Fakes of the ports, and the suites that say what an adapter promises. */
export { MemoryStorage, type MemoryStorageOptions, memoryStorage } from './memory-storage.ts'
export { runStorageTests, type StorageUnderTest, type TestRunner } from './storage-suite.ts'
