/** An empty directory is new, or it was wiped: only somebody who knows may say so (ZOOKEEPER-2325). */
import { zxid } from '@quoll/core'
import { expect, test } from 'vitest'
import { DIRECTORY, simulatedDisk } from './disk.ts'
import { ModelPeer } from './model-peer.ts'

const MARKER = `${DIRECTORY}/initialize`
const strict = { allowEmpty: false }

test('an empty directory is not trusted', () => {
  const { open } = simulatedDisk()
  const { trusted, notes } = open(strict).recovered
  expect([trusted, notes]).toEqual([false, [expect.stringContaining('learns from a leader before it votes')]])
})

test('not even after a restart, or a promise', () => {
  const { open, turns, disk } = simulatedDisk()
  const peer = new ModelPeer(open(strict))
  peer.epochs(3, 0)
  peer.append(zxid(2, 1), 'half of a history')
  turns.runAll()
  disk.kill()
  expect(open(strict).recovered.trusted).toBe(false)
})

test('until the peer followed a leader to the end of a synchronization', () => {
  const { open, turns, disk } = simulatedDisk()
  const peer = new ModelPeer(open(strict))
  peer.epochs(3, 3)
  turns.runAll()
  disk.kill()
  expect(open(strict).recovered.trusted).toBe(true)
})

test('the marker vouches for it, is used up, and is remembered', () => {
  const { open, turns, disk } = simulatedDisk()
  disk.place(MARKER, new Uint8Array(0))
  const first = open(strict)
  expect(first.recovered.trusted).toBe(true)
  new ModelPeer(first)
  turns.runAll()
  expect(disk.size(MARKER)).toBeUndefined()
  disk.kill()
  expect(open(strict).recovered.trusted).toBe(true)
})

test('the marker may come later, as long as nothing was learned', () => {
  const { open, turns, disk } = simulatedDisk()
  new ModelPeer(open(strict))
  turns.runAll()
  disk.kill()
  disk.place(MARKER, new Uint8Array(0))
  new ModelPeer(open(strict))
  turns.runAll()
  disk.crash()
  expect(open(strict).recovered.trusted).toBe(true)
})

test('two peers on one directory, or on one log directory, are one too many', () => {
  const { open } = simulatedDisk()
  open({ logDirectory: '/logs' })
  expect(() => open()).toThrow('/data is in use')
  expect(() => open({ directory: '/other', logDirectory: '/logs' })).toThrow('/logs is in use')
  expect(() => open({ directory: '/other', logDirectory: '/logs' })).toThrow('/logs is in use')
  open({ directory: '/other' })
})
