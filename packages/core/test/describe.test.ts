import { expect, test } from 'vitest'
import { describeEffect, describeEvent, describeMessage, describeView, peerId, type WriteId } from '../src/index.ts'
import { Ensemble, payloadOf } from '../src/testing/index.ts'
import { at, batch, Conversation, epoch } from './conversation.ts'

test('transactions print as epoch:counter, ranges with both ends', () => {
  const message = (first: string, ...texts: string[]) =>
    ({ type: 'proposal', epoch: epoch(5), prev: at('5:0'), batch: batch(first, ...texts) }) as const
  expect(describeMessage(message('5:1', 'a'))).toBe('proposal 5:1')
  expect(describeMessage(message('5:1', 'a', 'b', 'c'))).toBe('proposal 5:1..5:3')
})

test('payloads print as text only when they are short and printable', () => {
  const propose = (...payloads: Uint8Array[]): string => describeEvent({ type: 'propose', payloads })
  expect(propose(payloadOf('set /a = "1"'))).toBe('propose "set /a = \\"1\\""')
  expect(propose(Uint8Array.of(1, 2, 3))).toBe('propose 3 bytes')
  expect(propose(payloadOf('x'.repeat(41)))).toBe('propose 41 bytes')
  expect(propose(payloadOf('a'), payloadOf('b'))).toBe('propose 2 transactions')
})

test('every event and effect is one line', () => {
  const events = [
    { type: 'tick' },
    { type: 'link-up', peer: peerId(2) },
    { type: 'link-down', peer: peerId(2) },
    { type: 'persisted', upTo: 7 as WriteId },
    { type: 'snapshot-sent', to: peerId(2), zxid: at('1:1') },
    { type: 'snapshot-progress', peer: peerId(2) },
    { type: 'snapshot-staged', from: peerId(2), zxid: at('1:1') },
    { type: 'compact', base: at('1:1') },
    { type: 'resign' },
  ] as const
  expect(events.map(describeEvent)).toEqual([
    'tick',
    'link-up 2',
    'link-down 2',
    'persisted #7',
    'snapshot-sent to 2 up to 1:1',
    'snapshot-progress with 2',
    'snapshot-staged from 2 up to 1:1',
    'compact up to 1:1',
    'resign',
  ])
  const effects = [
    { type: 'persist', id: 3 as WriteId, write: { type: 'install-snapshot', zxid: at('4:2') } },
    { type: 'send-snapshot', to: peerId(3), atLeast: at('1:1') },
    { type: 'cancel-snapshot', to: peerId(3) },
    { type: 'restore', zxid: at('4:2') },
    { type: 'close-link', peer: peerId(3), why: 'it lied' },
    { type: 'halt', why: 'nothing is left' },
  ] as const
  expect(effects.map(describeEffect)).toEqual([
    'persist #3 install-snapshot 4:2',
    'send-snapshot to 3 at or above 1:1',
    'cancel-snapshot to 3',
    'restore 4:2',
    'close-link 3: it lied',
    'halt: nothing is left',
  ])
})

test('a view says in one line what an operator asks first', () => {
  const ensemble = Ensemble.of(3).elect().propose(3, 'a').settle()
  expect(describeView(ensemble.view(3))).toBe(
    '3 leading peer 3, broadcast, epoch 1/1, last 1:1, durable 1:1, committed 1:1, links 1 2',
  )
  expect(describeView(new Conversation({ voters: 3 }).view)).toContain('1 looking round 1, votes 1, election')
})
