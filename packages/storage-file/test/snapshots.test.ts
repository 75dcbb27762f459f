/** Snapshots: written in pieces, read back before they count, retired when nobody needs them. */
import { type Zxid, zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { readSnapshot, SnapshotReader } from '../src/snapshot-reader.ts'
import { DIRECTORY, type SimulatedDisk, simulatedDisk } from './disk.ts'
import { ModelPeer, stateOf } from './model-peer.ts'

const files = ({ disk }: SimulatedDisk): string[] => disk.paths().map((path) => path.slice(DIRECTORY.length + 1))

function started(): SimulatedDisk & { peer: ModelPeer } {
  const simulated = simulatedDisk()
  const peer = new ModelPeer(simulated.open())
  peer.epochs(1, 1)
  for (let counter = 1; counter <= 40; counter++) {
    peer.append(zxid(1, counter), `${counter} `.repeat(100))
    simulated.turns.runAll()
  }
  return { ...simulated, peer }
}

describe('retention', () => {
  test('keeps the wanted number of snapshots, and the log from the oldest of them on', () => {
    const simulated = started()
    const { peer, turns, disk, open } = simulated
    const logBefore = peer.storage.stats.logBytes
    for (const counter of [10, 20, 30, 40]) {
      peer.save(zxid(1, counter), () => {})
      turns.runAll()
    }
    expect(files(simulated)).toEqual([
      ...['epochs', 'format', 'log/log.00000002', 'log/log.00000003'],
      ...['snapshot.000000010000001e', 'snapshot.0000000100000028'],
    ])
    expect(peer.storage.stats.logBytes).toBeLessThan(logBefore)
    disk.kill()
    expect(stateOf(open().recovered)).toEqual(peer.state)
  })

  test('keeps the whole log until there are enough snapshots to fall back to', () => {
    const simulated = started()
    simulated.peer.save(zxid(1, 40), () => {})
    simulated.turns.runAll()
    expect(files(simulated)).toContain('log/log.00000001')
  })

  test('does not count a snapshot that is damaged', () => {
    const simulated = started()
    const { peer, turns, disk, open } = simulated
    for (const counter of [10, 20]) {
      peer.save(zxid(1, counter), () => {})
      turns.runAll()
    }
    disk.kill()
    disk.flipBit(`${DIRECTORY}/snapshot.000000010000000a`, 50, 1)
    const next = new ModelPeer(open())
    turns.runAll()
    next.save(zxid(1, 30), () => {})
    turns.runAll()
    expect(files(simulated).filter((name) => name.startsWith('snapshot'))).toEqual([
      'snapshot.0000000100000014',
      'snapshot.000000010000001e',
    ])
  })

  test('removes what an installed snapshot made void', () => {
    const simulated = started()
    const { peer, turns } = simulated
    peer.save(zxid(1, 10), () => {})
    turns.runAll()
    peer.epochs(9, 1)
    peer.stage(zxid(8, 1), ['8:1 theirs'], () => {})
    turns.runAll()
    peer.install()
    peer.append(zxid(9, 1), 'x'.repeat(9000))
    turns.runAll()
    expect(files(simulated).filter((name) => /snapshot|log\./.test(name))).toEqual([
      ...['log/log.00000003', 'log/log.00000004', 'log/log.00000005'],
      'snapshot.0000000800000001',
    ])
  })
})

describe('a snapshot sink', () => {
  test('tells how much waits, and drains', () => {
    const { peer, turns } = started()
    const sink = peer.storage.saveSnapshot(zxid(1, 40))
    for (let piece = 0; piece < 10; piece++) sink.write(new Uint8Array(100_000))
    expect(sink.queuedBytes()).toBeGreaterThan(1_000_000)
    turns.runAll()
    expect(sink.queuedBytes()).toBe(0)
    expect(peer.storage.stats.snapshotZxid).toBe(0)
    sink.finish(() => {})
    turns.runAll()
    expect(peer.storage.stats.snapshotZxid).toBe(zxid(1, 40))
    expect(peer.storage.stats.snapshotBytes).toBe(1_000_000 + 32 + 10 * 8 + 24)
  })

  test('is not finished before the log is durable up to its zxid', () => {
    const { peer, turns, disk } = started()
    let isFinished = false
    peer.append(zxid(1, 41), 'slow')
    peer.save(zxid(1, 41), () => {
      isFinished = true
    })
    const isLogSync = ({ kind, path }: { kind: string; path: string }) => kind === 'sync' && path.includes('/log/')
    disk.behave({ latencyMs: (operation) => (isLogSync(operation) ? 1000 : 0) })
    turns.runUntil(() => isFinished)
    expect(peer.isAllAcked).toBe(true)
  })

  test('can be aborted at any operation, and leaves nothing', () => {
    const { disk: untouched } = started()
    for (let operations = 0; operations < 12; operations++) {
      const simulated = started()
      const { peer, turns, disk } = simulated
      let isFinished = false
      const sink = peer.storage.stageSnapshot(zxid(1, 40))
      sink.write(new Uint8Array(5000))
      sink.finish(() => {
        isFinished = true
      })
      const until = disk.operations + operations
      turns.runUntil(() => isFinished || disk.operations >= until)
      if (isFinished) continue
      sink.abort()
      peer.storage.stageSnapshot(zxid(2, 1) as Zxid).abort()
      turns.runAll()
      expect(isFinished, `after ${operations}`).toBe(false)
      expect(files(simulated), `after ${operations}`).toEqual(files({ ...simulated, disk: untouched }))
    }
  })

  test('a snapshot that reads back other than it was written stops the storage', () => {
    const { peer, turns, disk } = started()
    peer.save(zxid(1, 40), () => expect.unreachable())
    disk.behave({
      fault: ({ kind, path }) => {
        if (kind === 'read') disk.flipBit(path, 100, 3)
        return undefined
      },
    })
    turns.runAll()
    expect(peer.failures.map(({ message }) => message)).toEqual([expect.stringContaining('reads back other than')])
  })
})

describe('reading a snapshot', () => {
  test('gives the same verdict wherever the blocks are cut, and then the pieces', () => {
    const { peer, turns, disk } = started()
    const pieces = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(300).fill(9)]
    const sink = peer.storage.saveSnapshot(zxid(1, 40))
    for (const piece of pieces) sink.write(piece)
    sink.finish(() => {})
    turns.runAll()
    const path = `${DIRECTORY}/snapshot.0000000100000028`
    const file = disk.read(path, 0, 1000)
    for (let block = 1; block <= file.length; block++) {
      const reader = new SnapshotReader()
      for (let at = 0; at < file.length; at += block) reader.push(file.subarray(at, at + block))
      expect([reader.isWhole, reader.header]).toEqual([true, { zxid: zxid(1, 40), origin: 'saved' }])
      reader.push(Uint8Array.of(0))
      expect(reader.isWhole).toBe(false)
    }
    expect(Array.from(readSnapshot(disk, path)?.pieces ?? [], (piece) => piece.slice())).toEqual(pieces)
    for (let length = 0; length < file.length; length++) {
      const reader = new SnapshotReader()
      reader.push(file.subarray(0, length))
      expect(reader.isWhole, `cut to ${length}`).toBe(false)
    }
  })
})
