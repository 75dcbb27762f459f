import { expect, test } from 'vitest'
import { InvariantViolation } from '../src/index.ts'
import { Ensemble } from '../src/testing/index.ts'
import { at } from './conversation.ts'
import { learnerInBroadcast } from './roles.ts'

test('a follower forgets at once what its snapshot holds', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'a', 'b', 'c').settle().compact(1)
  expect(ensemble.view(1)).toMatchObject({ base: at('1:3'), last: at('1:3'), durable: at('1:3') })
  ensemble.propose(3, 'd').settle().crash(1).start(1).settle()
  expect(ensemble.all.delivered).toEqual(['a', 'b', 'c', 'd'])
})

test('a snapshot of what was delivered and is not on our own disk makes it durable', () => {
  const ensemble = Ensemble.of(3).elect().holdDisk(1).propose(3, 'a').settle()
  expect(ensemble.view(1)).toMatchObject({ durable: 0, delivered: at('1:1') })
  ensemble.compact(1)
  expect(ensemble.view(1).durable).toBe(at('1:1'))
  ensemble.releaseDisk(1).settle().propose(3, 'b').settle()
  expect(ensemble.view(1).durable).toBe(at('1:2'))
})

test('nobody makes a snapshot of what was not delivered', () => {
  expect(() => learnerInBroadcast().give({ type: 'compact', base: at('2:1') })).toThrow(InvariantViolation)
})
