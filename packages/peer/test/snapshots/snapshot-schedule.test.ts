import { ensembleConfig, peerId, ZXID_ZERO, zxid } from '@quoll/core'
import { expect, test } from 'vitest'
import { headStartOf, SnapshotSchedule } from '../../src/snapshots/snapshot-schedule.ts'

const LIMITS = { snapshotTxns: 100, snapshotBytes: 10_000, snapshotBytesCheap: 500 }
const none = () => 0

test('a snapshot is due after so many transactions, or so many bytes of them', () => {
  const schedule = new SnapshotSchedule(LIMITS, 0)
  expect(schedule.isDue({ txns: 99, bytes: 9_999 }, none)).toBe(false)
  expect(schedule.isDue({ txns: 100, bytes: 0 }, none)).toBe(true)
  expect(schedule.isDue({ txns: 1, bytes: 10_000 }, none)).toBe(true)
})

test('a large one is not written anew before as many bytes of transactions came', () => {
  const schedule = new SnapshotSchedule(LIMITS, 0)
  expect(schedule.isDue({ txns: 100, bytes: 1_999 }, () => 2_000)).toBe(false)
  expect(schedule.isDue({ txns: 100, bytes: 2_000 }, () => 2_000)).toBe(true)
  schedule.taken({ txns: 100, bytes: 2_000 })
  expect(schedule.isDue({ txns: 200, bytes: 2_000 }, () => 500)).toBe(true)
})

test('voters begin their first intervals at different points, so that a majority is free of snapshots', () => {
  const ensemble = ensembleConfig([peerId(1), peerId(2), peerId(3)], [peerId(4)])
  expect(ensemble.voters.map((id) => headStartOf(id, ensemble, ZXID_ZERO))).toEqual([0, 1 / 3, 2 / 3])
  expect(headStartOf(peerId(4), ensemble, ZXID_ZERO)).toBe(0)
  const third = new SnapshotSchedule(LIMITS, headStartOf(peerId(3), ensemble, ZXID_ZERO))
  expect(third.isDue({ txns: 33, bytes: 0 }, none)).toBe(false)
  expect(third.isDue({ txns: 34, bytes: 0 }, none)).toBe(true)
  third.taken({ txns: 34, bytes: 0 })
  expect(third.isDue({ txns: 133, bytes: 0 }, none)).toBe(false)
  expect(third.isDue({ txns: 134, bytes: 0 }, none)).toBe(true)
})

test('after an install everything is counted from zero, and no old size is waited for', () => {
  const schedule = new SnapshotSchedule(LIMITS, 0)
  schedule.taken({ txns: 1_000, bytes: 50_000 })
  expect(schedule.isDue({ txns: 1_100, bytes: 51_000 }, () => 2_000)).toBe(false)
  schedule.installed()
  expect(schedule.isDue({ txns: 99, bytes: 1_000 }, () => 600)).toBe(false)
  expect(schedule.isDue({ txns: 100, bytes: 1_000 }, () => 600)).toBe(true)
})

test('who starts with a snapshot has its place already', () => {
  const ensemble = ensembleConfig([peerId(1), peerId(2), peerId(3)])
  expect(headStartOf(peerId(3), ensemble, zxid(1, 7))).toBe(0)
})
