import { expect, test } from 'vitest'
import { peerFaults } from '../../src/up/peer-faults.ts'

test('each end of a cut and of a slow link knows its half, and nobody else anything', () => {
  const faults = [
    { type: 'cut', from: 1, to: 2 },
    { type: 'cut', from: 2, to: 1 },
    { type: 'cut', from: 3, to: 1 },
    { type: 'slow-link', a: 1, b: 3, ms: 50 },
    { type: 'slow-disk', peer: 1, ms: 200 },
    { type: 'paused', peer: 3 },
  ] as const
  expect([1, 2, 3, 4].map((id) => peerFaults(faults, id))).toEqual([
    {
      links: [
        { peer: 2, dropSent: true, dropArriving: true, delayMs: 0 },
        { peer: 3, dropSent: false, dropArriving: true, delayMs: 50 },
      ],
      syncDelayMs: 200,
    },
    { links: [{ peer: 1, dropSent: true, dropArriving: true, delayMs: 0 }], syncDelayMs: 0 },
    { links: [{ peer: 1, dropSent: true, dropArriving: false, delayMs: 50 }], syncDelayMs: 0 },
    { links: [], syncDelayMs: 0 },
  ])
})
