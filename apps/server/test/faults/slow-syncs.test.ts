import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Epoch, WriteId } from '@quoll/core'
import type { Storage } from '@quoll/peer'
import { runStorageTests, type StorageUnderTest } from '@quoll/peer/testing'
import { nodeFileSystem, openStorage } from '@quoll/storage-file'
import { describe, expect, test } from 'vitest'
import { SlowSyncs } from '../../src/faults/slow-syncs.ts'

runStorageTests('a disk that could be slow', () => onRealDisk(new SlowSyncs()), { describe, test })
runStorageTests('a slow disk', () => onRealDisk(slowBy(5)), { describe, test })

function slowBy(ms: number): SlowSyncs {
  const syncs = new SlowSyncs()
  syncs.setDelay(ms)
  return syncs
}

function onRealDisk(syncs: SlowSyncs): StorageUnderTest {
  const directory = mkdtempSync(`${tmpdir()}/quoll-slow-`)
  return {
    open: () =>
      openStorage({
        fileSystem: syncs.on(nodeFileSystem()),
        directory,
        limits: { segmentBytesMin: 64 * 1024, segmentBytesMax: 1024 * 1024 },
        allowEmpty: true,
        now: () => performance.now(),
        random: Math.random,
      }),
    until: async (happened) => {
      const deadline = performance.now() + 10_000
      while (!happened()) {
        if (performance.now() > deadline) throw new Error('it did not happen within ten seconds')
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    dispose: () => rmSync(directory, { recursive: true }),
  }
}

describe('a sync', () => {
  async function writing(syncs: SlowSyncs): Promise<{ tookMs: () => number; storage: Storage; end(): Promise<void> }> {
    const disk = onRealDisk(syncs)
    const storage = disk.open()
    let persistedMs: number | undefined
    storage.start({
      onPersisted: () => {
        persistedMs ??= performance.now()
      },
      onFailed: (error) => {
        throw error
      },
    })
    const beganMs = performance.now()
    storage.write(1 as WriteId, { type: 'epochs', accepted: 1 as Epoch, current: 0 as Epoch })
    return {
      storage,
      tookMs: () => (persistedMs ?? Number.POSITIVE_INFINITY) - beganMs,
      end: async () => {
        await disk.until(() => persistedMs !== undefined)
        let closed = false
        storage.close(() => {
          closed = true
        })
        await disk.until(() => closed)
        disk.dispose()
      },
    }
  }

  test('takes as much longer as it is told, and the peer measures it', async () => {
    const { tookMs, storage, end } = await writing(slowBy(150))
    await end()
    expect(tookMs()).toBeGreaterThanOrEqual(149)
    expect(storage.stats.syncMs.at(-1)).toBeGreaterThanOrEqual(149)
  })

  test('that waits is over when the disk is healed', async () => {
    const syncs = slowBy(60_000)
    const { tookMs, end } = await writing(syncs)
    await new Promise((done) => setTimeout(done, 50))
    syncs.setDelay(0)
    await end()
    expect(tookMs()).toBeLessThan(5_000)
  })
})
