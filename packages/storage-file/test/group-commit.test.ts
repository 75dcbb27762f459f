/** How often the disk is asked to sync, and in which order things reach it. */
import { zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import type { Operation } from '../src/testing/index.ts'
import { simulatedDisk } from './disk.ts'
import { ModelPeer } from './model-peer.ts'

function watched(): {
  operations: Operation[]
  peer: ModelPeer
  runAll: () => void
  run: (until: () => boolean) => void
} {
  const operations: Operation[] = []
  const { turns, open } = simulatedDisk({
    latencyMs: ({ kind }) => (kind === 'sync' ? 5 : 0),
    fault: (operation) => {
      operations.push(operation)
      return undefined
    },
  })
  const peer = new ModelPeer(open({ limits: { segmentBytesMin: 65536 } }))
  peer.epochs(1, 1)
  turns.runAll()
  operations.length = 0
  return { operations, peer, runAll: () => turns.runAll(), run: (until) => turns.runUntil(until) }
}

const kinds = (operations: readonly Operation[]): string[] =>
  operations.map(({ kind, path }) => `${kind} ${path.slice('/data/'.length)}`)

describe('group commit', () => {
  test('everything that is written in one turn shares one write and one sync', () => {
    const { operations, peer, runAll } = watched()
    for (let counter = 1; counter <= 10; counter++) peer.append(zxid(1, counter), 'x')
    runAll()
    expect(kinds(operations)).toEqual(['write log/log.00000001', 'sync log/log.00000001', 'write epochs'])
  })

  test('everything that arrives while a sync is under way shares the next one', () => {
    const { operations, peer, runAll, run } = watched()
    peer.append(zxid(1, 1), 'x')
    run(() => operations.some(({ kind }) => kind === 'sync'))
    for (let counter = 2; counter <= 10; counter++) peer.append(zxid(1, counter), 'x')
    expect(operations.filter(({ kind }) => kind === 'sync')).toHaveLength(1)
    runAll()
    expect(operations.filter(({ kind }) => kind === 'sync')).toHaveLength(2)
    expect(peer.storage.stats.syncMs.slice(-2)).toEqual([5, 5])
  })

  test('the epochs are written only after the log before them is durable, and the log after them only then', () => {
    const { operations, peer, runAll } = watched()
    peer.append(zxid(1, 1), 'before')
    peer.epochs(2, 1)
    peer.append(zxid(2, 1), 'after')
    runAll()
    const log = ['write log/log.00000001', 'sync log/log.00000001']
    expect(kinds(operations)).toEqual([...log, 'write epochs', 'sync epochs', ...log, 'write epochs'])
  })

  test('a segment is filled with zeros and synced before it is used, so that no later write changes its size', () => {
    const { operations, peer, runAll } = watched()
    for (let counter = 1; counter <= 400; counter++) {
      peer.append(zxid(1, counter), 'w'.repeat(1000))
      if (counter % 10 === 0) runAll()
    }
    const second = operations.filter(({ path }) => path === '/data/log/log.00000002' || path === '/data/log')
    const asked = second.map(({ kind, bytes }) => `${kind} ${bytes}`)
    expect(asked.slice(0, 6)).toEqual(['open 0', 'write 131072', 'sync 0', 'close 0', 'sync-directory 0', 'open 0'])
    expect(asked.slice(6, 8)).toEqual([expect.stringMatching(/^write 1\d{4}$/), 'sync 0'])
    expect(peer.isAllAcked).toBe(true)
  })
})
