/** What peers tell of the time before somebody looked comes in the order in which it happened. */
import type { TraceRecord } from '@quoll/trace'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Opening } from '../../src/sources/opening.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const link = (peer: number, atMs: number): TraceRecord => ({ type: 'link', peer, atMs, with: 9, up: true })
const lost = (peer: number, atMs: number): TraceRecord => ({ type: 'lost', peer, atMs, why: 'it does not answer' })
const runs = (peer: number, atMs: number): TraceRecord => ({ type: 'process', peer, atMs, running: true, pid: 7 })

function open(peers: number): { readonly opening: Opening; readonly times: () => readonly string[] } {
  const records: TraceRecord[] = []
  const opening = new Opening(peers, (record) => records.push(record))
  return { opening, times: () => records.map((one) => `${'peer' in one ? one.peer : ''}:${one.atMs}`) }
}

it('is held until everybody has told how it is, then told by time', () => {
  const { opening, times } = open(2)
  for (const record of [runs(1, 85), link(1, 10), link(1, 40), lost(1, 90), link(2, 20)]) opening.take(record)
  expect(times()).toEqual([])
  opening.take(lost(2, 95))
  expect(times()).toEqual(['1:10', '2:20', '1:40', '1:85', '1:90', '2:95'])
  opening.take(link(2, 5))
  expect(times().at(-1)).toBe('2:5')
})

it('keeps the order of each peer whatever its times say', () => {
  const { opening, times } = open(2)
  for (const record of [link(1, 50), link(1, 30), link(2, 40), lost(1, 60), lost(2, 60)]) opening.take(record)
  expect(times()).toEqual(['2:40', '1:50', '1:30', '1:60', '2:60'])
})

it('does not wait for ever for one that is silent', () => {
  const { opening, times } = open(3)
  opening.take(lost(1, 10))
  vi.advanceTimersByTime(1_000)
  expect(times()).toEqual(['1:10'])
})

it('drops what it holds when nobody looks any more', () => {
  const { opening, times } = open(2)
  opening.take(link(1, 10))
  opening.stop()
  vi.advanceTimersByTime(1_000)
  expect(times()).toEqual([])
})
