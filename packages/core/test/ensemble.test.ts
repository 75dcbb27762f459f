import { expect, test } from 'vitest'
import {
  createPeer,
  DEFAULT_TIMING,
  ensembleConfig,
  InvariantViolation,
  isPeerId,
  peerId,
  start,
  step,
} from '../src/index.ts'
import { at, batch, emptyDisk, epoch } from './conversation.ts'

const ids = [3, 1, 2].map(peerId)

test('an ensemble has voters, each once, in ascending order', () => {
  expect(ensembleConfig(ids).voters).toEqual([1, 2, 3])
  expect(() => ensembleConfig([])).toThrow(InvariantViolation)
  expect(() => ensembleConfig(ids, [peerId(2)])).toThrow('a peer appears once')
})

test('a peer id is a number from 1 to 254', () => {
  expect([0, 1, 254, 255, 1.5].map(isPeerId)).toEqual([false, true, true, false, false])
  expect(() => peerId(0)).toThrow(InvariantViolation)
})

test('a disk that contradicts itself is refused at the door', () => {
  const create = (durable: object, id = 1) =>
    createPeer({
      id: peerId(id),
      config: ensembleConfig(ids),
      timing: DEFAULT_TIMING,
      durable: { ...emptyDisk, ...durable },
    })
  expect(() => create({ acceptedEpoch: epoch(1), currentEpoch: epoch(2) })).toThrow('promised before it is adopted')
  expect(() => create({ acceptedEpoch: epoch(1), log: [batch('1:2', 'a')] })).toThrow('no gaps')
  expect(() => create({ acceptedEpoch: epoch(1), log: [batch('2:1', 'a')] })).toThrow('only epochs that were promised')
  expect(() => create({}, 9)).toThrow('belongs to its ensemble')
  // Behind in its epoch is fine: a crash between history and epoch (ZOOKEEPER-1653).
  const behind = { acceptedEpoch: epoch(2), base: at('1:4'), committed: at('1:4'), log: [batch('2:1', 'a')] }
  expect(create(behind).history.last).toBe(at('2:1'))
  for (const committed of ['1:3', '1:5', '2:2'])
    expect(() => create({ ...behind, committed: at(committed) }), committed).toThrow('what is committed is in the log')
})

test('a peer starts once, and before anything else', () => {
  const peer = createPeer({ id: peerId(1), config: ensembleConfig(ids), timing: DEFAULT_TIMING, durable: emptyDisk })
  expect(() => step(peer, { type: 'tick' })).toThrow('started before its first event')
  start(peer)
  expect(() => start(peer)).toThrow('starts once')
})

test.each([
  [{ heartbeatTicks: 0 }, 'heartbeatTicks is a count of ticks'],
  [{ initTicks: 1.5 }, 'initTicks is a count of ticks'],
  [{ heartbeatTicks: 30 }, 'heard more often than it is checked'],
  [{ checkQuorumTicks: 21 }, 'yields before the others elect'],
  [{ resendMinTicks: 100 }, 'resendMinTicks is at most resendMaxTicks'],
])('a timing that contradicts itself is refused at the door: %o', (timing, why) => {
  const create = () =>
    createPeer({
      id: peerId(1),
      config: ensembleConfig(ids),
      timing: { ...DEFAULT_TIMING, ...timing },
      durable: emptyDisk,
    })
  expect(create).toThrow(why)
})
