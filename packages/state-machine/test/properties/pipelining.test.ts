import { digestOf, emptyState } from '@quoll/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { World } from '../fixtures/world.ts'
import { calls } from './requests.ts'

test('pipelined requests get the transactions they would get one at a time', () => {
  fc.assert(
    fc.property(calls, fc.infiniteStream(fc.boolean()), (all, deliverNow) => {
      const oneByOne = new World()
      const pipelined = new World()
      for (const { request, asking } of all) {
        const txn = oneByOne.propose(request, asking)
        oneByOne.deliver()
        expect(pipelined.propose(request, asking)).toEqual(txn)
        while (pipelined.pending.length > 0 && deliverNow.next().value === true) pipelined.deliver()
      }
      while (pipelined.pending.length > 0) pipelined.deliver()
      expect(digestOf(pipelined.state)).toBe(digestOf(oneByOne.state))
      expect(pipelined.preparer.outstanding).toBe(0)
    }),
    { numRuns: 400 },
  )
})

test('a refused request changes nothing that is ever looked at', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const world = new World()
      const without = new World()
      for (const { request, asking } of all) {
        const before = digestOf(world.state)
        const { operation } = world.propose(request, asking)
        const { changes } = world.deliver()
        if (operation.type === 'error' || operation.type === 'multi-error') {
          expect(digestOf(world.state)).toBe(before)
          expect(changes).toEqual([])
        } else {
          without.last = (world.last - 1) as typeof world.last
          without.run(request, asking)
        }
      }
      expect(digestOf(without.state)).toBe(digestOf(world.state))
    }),
    { numRuns: 200 },
  )
})

test('every ephemeral has an open session for an owner, always', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const world = new World()
      for (const { request, asking } of all) world.propose(request, asking)
      while (world.pending.length > 0) {
        world.deliver()
        const { state } = world
        const owned = [...state.sessions.keys()].flatMap((session) => state.ephemeralsOf(session))
        expect(owned.length).toBe(state.ephemeralCount)
        for (const path of owned) expect(state.lookup(path)).toBeDefined()
      }
    }),
    { numRuns: 200 },
  )
})

test('an empty state is the same for everybody', () => {
  expect(digestOf(emptyState())).toBe(digestOf(new World().state))
})
