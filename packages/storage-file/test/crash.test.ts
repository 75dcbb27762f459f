/** Power is lost at every operation of a whole life. What comes back is a prefix that holds everything acknowledged. */
import { zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import type { Operation } from '../src/testing/index.ts'
import { openOn, randomFrom, simulatedDisk } from './disk.ts'
import { ModelPeer, stateOf } from './model-peer.ts'
import { live } from './workload.ts'

const OPERATIONS = countOperations()
const SEEDS = [1, 2, 3, 4]

describe('a crash at every operation', { timeout: 60_000 }, () => {
  test('the workload is long enough to mean something', () => {
    expect(OPERATIONS).toBeGreaterThan(180)
  })

  for (const seed of SEEDS) {
    test(`loses nothing that was acknowledged (seed ${seed})`, () => {
      for (let operation = 1; operation <= OPERATIONS; operation++) crashAt(operation, seed + 1000 * operation)
    })
  }

  test('and a process that dies loses nothing that it wrote', () => {
    for (let operation = 1; operation <= OPERATIONS; operation++) {
      const { disk, turns, open } = simulatedDisk()
      const peer = new ModelPeer(open())
      live(peer)
      turns.runUntil(() => disk.operations >= operation)
      disk.kill()
      expectPrefix(peer, stateOf(open().recovered), operation)
    }
  })

  test('and what a restarted peer has read stays read, even if the machine then dies at once', () => {
    for (let operation = 1; operation <= OPERATIONS; operation++) {
      const random = randomFrom(operation)
      const { disk, turns, open } = simulatedDisk({ random })
      live(new ModelPeer(open()))
      turns.runUntil(() => disk.operations >= operation)
      disk.kill()
      const read = stateOf(open().recovered)
      disk.crash()
      expect(stateOf(open().recovered), `operation ${operation}`).toEqual(read)
    }
  })
})

function countOperations(): number {
  const { disk, turns, open } = simulatedDisk()
  const peer = new ModelPeer(open())
  let isOver = false
  live(peer, () => {
    isOver = true
  })
  turns.runAll()
  expect(isOver && peer.isAllAcked).toBe(true)
  return disk.operations
}

/** Three lives: one cut short, one that only repairs and is cut short too, and one that goes on. */
function crashAt(operation: number, seed: number): void {
  const random = randomFrom(seed)
  // Odd seeds: operations overtake each other.
  const latencyMs = seed % 2 === 0 ? () => 0 : ({ kind }: Operation) => (kind === 'sync' ? 20 : 4) * random()
  const { disk, turns } = simulatedDisk({ random, latencyMs })
  const first = new ModelPeer(openOn(disk, turns))
  live(first)
  turns.runUntil(() => disk.operations >= operation)
  disk.crash()

  const second = new ModelPeer(openOn(disk, turns))
  expectPrefix(first, second.state, operation)
  const repairs = disk.operations + Math.floor(random() * 12)
  turns.runUntil(() => disk.operations >= repairs)
  disk.crash()

  const third = new ModelPeer(openOn(disk, turns))
  expect(third.state, `repairing changed something, operation ${operation}`).toEqual(second.state)
  third.epochs(third.state.accepted + 1, third.state.current)
  third.append(zxid(third.state.accepted, 1), 'life goes on')
  turns.runUntil(() => third.isAllAcked)
  disk.crash()

  expect(stateOf(openOn(disk, turns).recovered), `operation ${operation}`).toEqual(third.state)
}

function expectPrefix(peer: ModelPeer, found: unknown, operation: number): void {
  const allowed = peer.states.slice(peer.acked)
  expect(allowed, `operation ${operation}, acknowledged up to ${peer.acked}`).toContainEqual(found)
}
