import type { TracedTxn, TraceRecord } from '@quoll/trace'
import { expect, test } from 'vitest'
import { isRefusal, NO_TRANSACTIONS, takeTransactions } from '../../src/model/transactions.ts'
import { AT_WORK } from '../support/plays.ts'
import { play } from '../support/stage.ts'

const txn = (zxid: string, operation = 'create', path = '/a'): TracedTxn => ({
  zxid,
  session: '0x1',
  operation,
  path,
  bytes: 1,
  timeMs: 5,
})
const applied = (peer: number, ...txns: readonly TracedTxn[]): TraceRecord => ({
  type: 'applied',
  peer,
  atMs: 10,
  txns,
  skipped: 0,
})
const taken = (...records: readonly TraceRecord[]) => records.reduce(takeTransactions, NO_TRANSACTIONS)

test('each once, by zxid, whoever tells first', () => {
  const { rows } = taken(
    applied(1, txn('5:9'), txn('5:10')),
    applied(2, txn('5:8'), txn('5:9')),
    applied(3, txn('6:1')),
  )
  expect(rows.map(({ zxid }) => zxid)).toEqual(['5:8', '5:9', '5:10', '6:1'])
})

test('what one peer skipped another may have told; the rest shows as a gap', () => {
  const gap = taken(applied(1, txn('5:1')), applied(1, txn('5:5')))
  expect(gap.rows.map(({ skipped }) => skipped)).toEqual([0, 3])
  const filled = takeTransactions(gap, applied(2, txn('5:3')))
  expect(filled.rows.map(({ zxid, skipped }) => [zxid, skipped])).toEqual([
    ['5:1', 0],
    ['5:3', 1],
    ['5:5', 1],
  ])
})

test('a new epoch begins with 1, and is no gap', () => {
  expect(taken(applied(1, txn('5:90')), applied(1, txn('6:1'))).rows.map(({ skipped }) => skipped)).toEqual([0, 0])
})

test('the last five hundred are kept', () => {
  const records = Array.from({ length: 700 }, (_, i) => applied(1, txn(`5:${i + 1}`)))
  const { rows } = taken(...records)
  expect(rows).toHaveLength(500)
  expect(rows[0]?.zxid).toBe('5:201')
})

test('refusals are told apart, and texts are made safe', () => {
  const { rows } = taken(applied(1, txn('5:1', 'refused: node exists', ''), txn('5:2', 'create', '/\u001b[31mred')))
  expect(rows.map(isRefusal)).toEqual([true, false])
  expect(rows[1]?.path).not.toContain('\u001b')
})

test('an ensemble at work: no gap but where more was applied between two records than one holds', () => {
  const { rows } = taken(...play(AT_WORK).records)
  expect(rows.length).toBeGreaterThan(400)
  // One a second, but for those that nobody had answered in the end.
  expect(rows.filter(isRefusal).length).toBeGreaterThan(25)
  expect(rows.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(0)
})
