import { zxid } from '@quoll/core'
import { expect, test } from 'vitest'
import { HistoryMarks } from '../../src/replication/history-marks.ts'

function marksOf(txns: number, bytes = 10): HistoryMarks {
  const marks = new HistoryMarks(10_000)
  for (let counter = 1; counter <= txns; counter++) marks.add(zxid(1, counter), bytes)
  return marks
}

test('keeps at most the transactions asked for, cut at a mark', () => {
  expect(marksOf(10_500).cutFor(zxid(1, 10_500), 4000, 1e9)).toBe(zxid(1, 7000))
})

test('keeps at most the bytes asked for', () => {
  expect(marksOf(10_500).cutFor(zxid(1, 10_500), 1e9, 25_000)).toBe(zxid(1, 8000))
})

test('never cuts above what is durable', () => {
  expect(marksOf(10_500).cutFor(zxid(1, 3000), 1000, 1e9)).toBe(zxid(1, 3000))
  expect(marksOf(10).cutFor(zxid(1, 10), 0, 0)).toBe(zxid(1, 10))
})

test('says when there is more than is to be kept', () => {
  expect(marksOf(4900).tooOld(4000, 1e9)).toBeUndefined()
  expect(marksOf(5100).tooOld(4000, 1e9)).toBe(zxid(1, 1000))
  expect(marksOf(100, 1e6).tooOld(4000, 50e6)).toBe(zxid(1, 2))
})

test('counts transactions and bytes, from zero after a reset', () => {
  const marks = marksOf(30)
  marks.reset()
  marks.add(zxid(1, 31), 7)
  expect([marks.txns, marks.bytes]).toEqual([1, 7])
})
