import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { runStorageTests, type StorageUnderTest } from '@quoll/peer/testing'
import { describe, test } from 'vitest'
import { nodeFileSystem, openStorage, type StorageOptions } from '../src/index.ts'
import { simulatedDisk } from './disk.ts'

runStorageTests('storage on a simulated disk', () => onSimulatedDisk(), { describe, test })
runStorageTests('storage on a slow simulated disk', () => onSimulatedDisk(7), { describe, test })
runStorageTests('storage on the real disk', onRealDisk, { describe, test })

function onSimulatedDisk(latencyMs = 0): StorageUnderTest {
  const { disk, turns, open } = simulatedDisk({ latencyMs: ({ kind }) => (kind === 'sync' ? latencyMs : 0) })
  return {
    open: () => open(),
    crash: () => disk.crash(),
    until: async (happened) => {
      if (!turns.runUntil(happened)) throw new Error('the disk came to rest before it happened')
    },
    dispose: () => {},
  }
}

function onRealDisk(): StorageUnderTest {
  const directory = mkdtempSync(`${tmpdir()}/quoll-storage-`)
  const fileSystem = nodeFileSystem()
  const limits: StorageOptions['limits'] = { segmentBytesMin: 64 * 1024, segmentBytesMax: 1024 * 1024 }
  const now = () => performance.now()
  return {
    open: () => openStorage({ fileSystem, directory, limits, allowEmpty: true, now, random: Math.random }),
    until: async (happened) => {
      const deadline = now() + 10_000
      while (!happened()) {
        if (now() > deadline) throw new Error('it did not happen within ten seconds')
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    dispose: () => rmSync(directory, { recursive: true }),
  }
}
