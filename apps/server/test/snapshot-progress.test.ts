import { peerId, zxid } from '@quoll/core'
import type { SnapshotProgress } from '@quoll/peer'
import { expect, test } from 'vitest'
import { SnapshotProgressTeller } from '../src/snapshot-progress.ts'

const from = peerId(3)

test('a long snapshot says every two seconds how far it has come, a short one says nothing', () => {
  let progress: SnapshotProgress | undefined
  let nowMs = 50_000
  const told: string[] = []
  const teller = new SnapshotProgressTeller(
    () => progress,
    (text) => told.push(text),
    () => nowMs,
  )
  const piece = (afterMs: number, znodes: number, of = 1_000_000): void => {
    nowMs += afterMs
    progress = { from, znodes, of }
    teller.event({ type: 'snapshot-progress', peer: from })
  }
  piece(0, 0, 500)
  piece(1_500, 500, 500)
  teller.event({ type: 'snapshot-staged', from, zxid: zxid(1, 7) })
  expect(told).toEqual([])

  piece(60_000, 0)
  piece(1_000, 100_000)
  piece(1_000, 250_000)
  piece(1_000, 400_000)
  piece(1_000, 500_000)
  expect(told).toEqual([
    'takes a snapshot from peer 3: 250,000 of 1,000,000 znodes, 25 %, 125,000/s, 6 s left',
    'takes a snapshot from peer 3: 500,000 of 1,000,000 znodes, 50 %, 125,000/s, 4 s left',
  ])
  progress = undefined
  teller.event({ type: 'snapshot-progress', peer: from })
})
