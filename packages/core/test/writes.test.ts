import { expect, test } from 'vitest'
import { type DurableWrite, InvariantViolation, type TxnBatch, type WriteId } from '../src/index.ts'
import { Writes } from '../src/writes.ts'
import { at, batch, epoch } from './conversation.ts'

const id = (n: number): WriteId => n as WriteId

function append(batch: TxnBatch): DurableWrite {
  return { type: 'append', batch, committed: at('0:0') }
}

test('what was handed over is durable only when the disk says so, and one word may finish several', () => {
  const writes = new Writes(at('1:0'))
  writes.issue(append(batch('1:1', 'a')), at('1:1'))
  writes.issue(append(batch('1:2', 'b', 'c')), at('1:3'))
  writes.issue(append(batch('1:4', 'd')), at('1:4'))
  expect([writes.durable, writes.areFinished]).toEqual([at('1:0'), false])

  writes.finish(id(2))
  expect([writes.durable, writes.isDurable(id(2)), writes.isDurable(id(3))]).toEqual([at('1:3'), true, false])
  writes.finish(id(3))
  expect([writes.durable, writes.areFinished]).toEqual([at('1:4'), true])
})

test('epochs come back when they are durable', () => {
  const writes = new Writes(at('1:0'))
  writes.issue({ type: 'epochs', accepted: epoch(3), current: epoch(2) }, at('1:0'))
  expect(writes.finish(id(1))).toMatchObject({ accepted: 3, current: 2 })
})

test('nothing written before a truncation is durable beyond it', () => {
  const writes = new Writes(at('1:5'))
  writes.issue(append(batch('1:6', 'x')), at('1:6'))
  writes.issue({ type: 'truncate', to: at('1:3') }, at('1:3'))
  expect(writes.durable).toBe(at('1:3'))
  writes.finish(id(1))
  expect(writes.durable).toBe(at('1:3'))

  writes.issue(append(batch('2:1', 'y')), at('2:1'))
  writes.finish(id(3))
  expect(writes.durable).toBe(at('2:1'))
})

test('a disk cannot finish what it was not given', () => {
  expect(() => new Writes(at('0:0')).finish(id(1))).toThrow(InvariantViolation)
})
