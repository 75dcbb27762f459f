import { expect, test } from 'vitest'
import { countWrites, NO_THROUGHPUT, type Throughput, writesPerSecond } from '../../src/model/throughput.ts'

function after(...polls: readonly (readonly [atMs: number, ...committed: string[]])[]): Throughput {
  return polls.reduce((sum, [atMs, ...committed]) => countWrites(sum, committed, atMs), NO_THROUGHPUT)
}

test('the furthest peer counts, over whole seconds', () => {
  expect(writesPerSecond(after([0, '5:100', '5:90'], [500, '5:150', '5:160'], [1000, '5:300']))).toBe(200)
})

test('nothing is known before a second has passed', () => {
  expect(writesPerSecond(after([0, '5:100'], [999, '5:200']))).toBeUndefined()
})

test('a new epoch starts at zero again', () => {
  expect(writesPerSecond(after([0, '5:100'], [1000, '6:7']))).toBe(7)
})

test('a peer that lags behind takes nothing away', () => {
  expect(writesPerSecond(after([0, '5:100'], [500, '5:50'], [1000, '5:110']))).toBe(10)
})

test('a second without an answer is a gap, not a zero', () => {
  expect(after([0, '5:1'], [1000, '5:1'], [1500], [2000]).bars).toEqual([0, undefined])
})

test('what is no zxid is not counted', () => {
  expect(after([0, '5:1'], [1000, 'none', '']).bars).toEqual([0])
})
