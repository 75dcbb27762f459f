import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  COUNTER_MAX,
  counterOf,
  EPOCH_LIMIT,
  epochOf,
  follows,
  formatZxid,
  InvariantViolation,
  zxid,
} from '../src/index.ts'
import { at } from './conversation.ts'

const epochs = fc.integer({ min: 0, max: EPOCH_LIMIT - 1 })
const counters = fc.integer({ min: 0, max: 0xffff_ffff })

test('a zxid gives back what it was made of', () => {
  fc.assert(
    fc.property(epochs, counters, (epoch, counter) => {
      const z = zxid(epoch, counter)
      expect([epochOf(z), counterOf(z)]).toEqual([epoch, counter])
      expect(formatZxid(z)).toBe(`${epoch}:${counter}`)
    }),
  )
})

test('zxids are ordered by epoch, then by counter', () => {
  fc.assert(
    fc.property(epochs, counters, epochs, counters, (e1, c1, e2, c2) => {
      const byParts = e1 === e2 ? c1 - c2 : e1 - e2
      expect(Math.sign(zxid(e1, c1) - zxid(e2, c2))).toBe(Math.sign(byParts))
    }),
  )
})

test('what lies outside the 64 bits is refused', () => {
  expect(() => zxid(EPOCH_LIMIT, 0)).toThrow(InvariantViolation)
  expect(() => zxid(0, 0x1_0000_0000)).toThrow(InvariantViolation)
  expect(() => zxid(1.5, 0)).toThrow(InvariantViolation)
})

test('a transaction follows the one before it, or the end of an older epoch', () => {
  expect(follows(at('5:3'), at('5:4'))).toBe(true)
  expect(follows(at('5:3'), at('6:1'))).toBe(true)
  expect(follows(at('5:3'), at('9:1'))).toBe(true)
  expect(follows(at('5:3'), at('5:5'))).toBe(false)
  expect(follows(at('5:3'), at('6:2'))).toBe(false)
  expect(follows(at('5:3'), at('5:3'))).toBe(false)
  expect(follows(at('5:3'), at('4:1'))).toBe(false)
  expect(follows(zxid(5, 0xffff_ffff), zxid(6, 0))).toBe(false)
  expect(COUNTER_MAX).toBe(0xffff_fffe)
})
