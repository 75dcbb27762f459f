import { expect, test } from 'vitest'
import { Random } from '../src/random.ts'

const draws = (random: Random, count = 200) => Array.from({ length: count }, () => random.uint32())

test('the same seed draws the same numbers, another seed draws others', () => {
  expect(draws(new Random(7))).toEqual(draws(new Random(7)))
  expect(draws(new Random(7))).not.toEqual(draws(new Random(8)))
})

test('the numbers do not change from version to version: seeds stay meaningful', () => {
  expect(draws(new Random(42), 4)).toMatchInlineSnapshot(`
    [
      3893884377,
      145076852,
      3246010591,
      4141225530,
    ]
  `)
})

test('a stream of its own depends on seed and label only, not on what was drawn before', () => {
  const early = new Random(5).split('network')
  const parent = new Random(5)
  draws(parent)
  expect(draws(parent.split('network'))).toEqual(draws(early))
  expect(draws(parent.split('disk'))).not.toEqual(draws(parent.split('network')))
})

test('bounds are kept', () => {
  const random = new Random(1)
  for (let i = 0; i < 10_000; i++) {
    expect(random.unit()).toBeLessThan(1)
    const value = random.between(3, 5)
    expect(value).toBeGreaterThanOrEqual(3)
    expect(value).toBeLessThanOrEqual(5)
  }
})

test('weights decide how often, and zero means never', () => {
  const random = new Random(3)
  const counts = { often: 0, rarely: 0, never: 0 }
  for (let i = 0; i < 10_000; i++) counts[random.weighted({ often: 9, rarely: 1, never: 0 })]++
  expect(counts.never).toBe(0)
  expect(counts.often / counts.rarely).toBeGreaterThan(7)
  expect(counts.often / counts.rarely).toBeLessThan(12)
})

test('some takes each at most once and keeps their order', () => {
  const random = new Random(9)
  for (let i = 0; i < 100; i++) {
    const chosen = random.some([1, 2, 3, 4, 5], 3)
    expect(chosen).toHaveLength(3)
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b))
  }
})
