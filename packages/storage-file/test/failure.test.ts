/** A disk that fails at any moment: said once, in words, and nothing is acknowledged afterwards. */
import { zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { DiskFailedError } from '../src/index.ts'
import { DiskError, type Operation } from '../src/testing/index.ts'
import { randomFrom, simulatedDisk } from './disk.ts'
import { ModelPeer, stateOf } from './model-peer.ts'
import { live } from './workload.ts'

function operationsOfALife(): Operation[] {
  const operations: Operation[] = []
  const { turns, open } = simulatedDisk({
    fault: (operation) => {
      operations.push(operation)
      return undefined
    },
  })
  live(new ModelPeer(open()))
  turns.runAll()
  return operations
}

describe('an error of the disk', { timeout: 60_000 }, () => {
  const operations = operationsOfALife()

  test('at every operation: reported once, nothing acknowledged afterwards, nothing lost', () => {
    for (const failing of operations) {
      const at = `${failing.kind} of ${failing.path}, operation ${failing.number}`
      const { disk, turns, open } = simulatedDisk({
        random: randomFrom(failing.number),
        fault: ({ number }) => (number === failing.number ? new DiskError('EIO', 'input/output error') : undefined),
      })
      const peer = new ModelPeer(open())
      live(peer)
      turns.runAll()
      expect(peer.failures, at).toHaveLength(1)
      expect(peer.acked, at).toBe(peer.ackedAtFailure)
      peer.storage.close(() => {})
      turns.runAll()
      expect(peer.acked, at).toBe(peer.ackedAtFailure)
      disk.crash()
      expect(peer.states.slice(peer.acked), at).toContainEqual(stateOf(open().recovered))
    }
  })

  test('of which nobody is told, if the storage was closed before', () => {
    const { turns, open, disk } = simulatedDisk()
    const peer = new ModelPeer(open())
    turns.runAll()
    let isClosed = false
    peer.storage.close(() => {
      isClosed = true
    })
    disk.behave({ fault: () => new DiskError('EIO', 'too late') })
    turns.runAll()
    expect([isClosed, peer.failures]).toEqual([true, []])
  })
})

describe('a full disk', { timeout: 60_000 }, () => {
  test('of any size: what was acknowledged is there, and the message says what to do', () => {
    const { disk: roomy, turns: wholeLife, open: openRoomy } = simulatedDisk()
    live(new ModelPeer(openRoomy()))
    wholeLife.runAll()
    const whole = roomy.paths().reduce((sum, path) => sum + roomy.size(path)!, 0)
    let failed = 0
    for (let capacityBytes = 0; capacityBytes < whole; capacityBytes += 997) {
      const { disk, turns, open } = simulatedDisk({ capacityBytes, random: randomFrom(capacityBytes) })
      const peer = new ModelPeer(open())
      live(peer)
      turns.runAll()
      const [failure, ...more] = peer.failures
      expect(more).toEqual([])
      if (failure !== undefined) {
        failed++
        expect(failure).toBeInstanceOf(DiskFailedError)
        expect(failure.message).toContain('The disk is full. The peer stops here; everything it acknowledged is safe.')
      }
      disk.crash()
      disk.behave({ capacityBytes: Number.POSITIVE_INFINITY })
      expect(peer.states.slice(peer.acked), `${capacityBytes} bytes`).toContainEqual(stateOf(open().recovered))
    }
    expect(failed).toBeGreaterThan(20)
  })
})

describe('a disk that stalls', () => {
  test('acknowledges nothing until it goes on, and then everything', () => {
    const { disk, turns, open } = simulatedDisk()
    const peer = new ModelPeer(open())
    turns.runAll()
    disk.hold()
    peer.epochs(1, 1)
    for (let counter = 1; counter <= 50; counter++) peer.append(zxid(1, counter), `txn ${counter}`)
    turns.runAll()
    expect(peer.acked).toBe(0)
    disk.release()
    turns.runAll()
    expect(peer.isAllAcked).toBe(true)
  })
})

describe('what fails says what to do', () => {
  test.each([
    ['EIO', 'Check the disk'],
    ['ENOSPC', 'Free some space'],
    ['EROFS', 'system log'],
    ['EWHATEVER', 'finds out what is really on the disk'],
  ])('%s', (code, advice) => {
    const cause = Object.assign(new Error('it broke'), { code })
    const error = new DiskFailedError('sync the log', cause)
    expect(error.message).toMatch(/^could not sync the log: it broke\. /)
    expect(error.message).toContain(advice)
    expect(error.code).toBe(code)
  })
})
