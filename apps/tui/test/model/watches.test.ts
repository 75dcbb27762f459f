import type { TracedWatch, TraceRecord } from '@quoll/trace'
import { expect, it } from 'vitest'
import { allWatches, NO_WATCHES, takeWatches } from '../../src/model/watches.ts'

function told(peer: number, rows: readonly TracedWatch[]): TraceRecord {
  return { type: 'watches', atMs: 1, peer, total: rows.reduce((sum, { sessions }) => sum + sessions, 0), rows }
}

it('watches of one path on several peers are one row, the most watched first', () => {
  const watches = [
    told(2, [{ path: '/b', kind: 'data', sessions: 2, some: ['0x1', '0x2'] }]),
    told(1, [
      { path: '/b', kind: 'data', sessions: 1, some: ['0x3'] },
      { path: '/b', kind: 'child', sessions: 1, some: ['0x3'] },
      { path: '/a', kind: 'data', sessions: 9, some: ['0x4', '0x5', '0x6', '0x7'] },
    ]),
  ].reduce(takeWatches, NO_WATCHES)
  const { total, rows } = allWatches(watches)
  expect(total).toBe(13)
  expect(rows).toEqual([
    { path: '/a', kind: 'data', sessions: 9, peers: [1], some: ['0x4', '0x5', '0x6', '0x7'] },
    { path: '/b', kind: 'data', sessions: 3, peers: [1, 2], some: ['0x1', '0x2', '0x3'] },
    { path: '/b', kind: 'child', sessions: 1, peers: [1], some: ['0x3'] },
  ])
  expect(allWatches(takeWatches(watches, { type: 'lost', atMs: 2, peer: 1, why: 'gone' })).total).toBe(2)
})
