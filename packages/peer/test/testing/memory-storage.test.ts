import { type Epoch, type WriteId, ZXID_ZERO, zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { type MemoryStorage, memoryStorage } from '../../src/testing/memory-storage.ts'
import type { StorageUnderTest } from '../../src/testing/storage-session.ts'
import { runStorageTests } from '../../src/testing/storage-suite.ts'

runStorageTests('the memory fake', memoryDisk, { describe, test })

function memoryDisk(): StorageUnderTest {
  let storage: MemoryStorage | undefined
  return {
    open: () => {
      storage = storage === undefined ? memoryStorage() : storage.crash()
      return storage
    },
    crash: () => {},
    until: async (happened) => {
      storage?.sync()
      if (!happened()) throw new Error('one sync is enough for everything that was taken')
    },
    dispose: () => {},
  }
}

const id = (value: number): WriteId => value as WriteId
const epochs = { type: 'epochs', accepted: 1 as Epoch, current: 1 as Epoch } as const
const first = {
  type: 'append',
  batch: { first: zxid(1, 1), payloads: [Uint8Array.of(1)] },
  committed: ZXID_ZERO,
} as const

describe('a test holds the hands of the memory fake', () => {
  test('nothing is durable before the sync', () => {
    const storage = memoryStorage()
    storage.start({ onPersisted: () => expect.unreachable(), onFailed: () => expect.unreachable() })
    storage.write(id(1), epochs)
    storage.write(id(2), first)
    expect(storage.pending).toHaveLength(2)
    const next = storage.crash()
    expect(next.recovered).toMatchObject({ acceptedEpoch: 0, committed: ZXID_ZERO })
    storage.sync()
    expect([...next.crash().recovered.logAbove(ZXID_ZERO)]).toEqual([])
  })

  test('a failed sync is reported once, and nothing is acknowledged afterwards', () => {
    const storage = memoryStorage()
    const failures: string[] = []
    storage.start({ onPersisted: () => expect.unreachable(), onFailed: (error) => failures.push(error.message) })
    storage.failNextSync(new Error('EIO'))
    storage.write(id(1), epochs)
    storage.sync()
    storage.sync()
    expect(failures).toEqual(['EIO'])
    expect(storage.crash().recovered.acceptedEpoch).toBe(0)
  })

  test('an untrusted empty disk is trusted once it followed a leader', () => {
    const storage = memoryStorage({ trusted: false })
    storage.start({ onPersisted: () => {}, onFailed: () => expect.unreachable() })
    expect(storage.recovered.trusted).toBe(false)
    storage.write(id(1), epochs)
    storage.sync()
    expect(storage.crash().recovered.trusted).toBe(true)
  })
})
