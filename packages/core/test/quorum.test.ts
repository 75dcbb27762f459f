import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuorum, oneShortPoint, quorumPoint, quorumSize } from '../src/quorum.ts'

test('a quorum is more than half', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(quorumSize)).toEqual([1, 2, 2, 3, 3, 4, 4])
})

test('any two quorums of one ensemble meet', () => {
  const subsets = fc.integer({ min: 1, max: 9 }).chain((voters) => {
    const ids = Array.from({ length: voters }, (_, i) => i)
    return fc.tuple(fc.constant(voters), fc.subarray(ids), fc.subarray(ids))
  })
  fc.assert(
    fc.property(subsets, ([voters, a, b]) => {
      fc.pre(isQuorum(a.length, voters) && isQuorum(b.length, voters))
      expect(a.some((id) => b.includes(id))).toBe(true)
    }),
  )
})

test('the quorum point is the highest value that counting by hand gives a quorum', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 9 }), (reached) => {
      const byHand = Math.max(
        ...reached.filter((value) => isQuorum(reached.filter((other) => other >= value).length, reached.length)),
      )
      expect(quorumPoint(Float64Array.from(reached))).toBe(byHand)
    }),
  )
})

test('the point one short is the highest value that one voter more would give a quorum', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 9 }), (reached) => {
      const byHand = Math.max(
        0,
        ...reached.filter((value) => isQuorum(reached.filter((other) => other >= value).length + 1, reached.length)),
      )
      const sorted = Float64Array.from(reached)
      quorumPoint(sorted)
      expect(oneShortPoint(sorted)).toBe(reached.length === 1 ? 0 : byHand)
    }),
  )
})
