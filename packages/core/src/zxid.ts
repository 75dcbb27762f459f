/**
 * Zxid and Epoch. A zxid names one transaction: the epoch of the leader that proposed it and a counter that starts
 * at 1 in every epoch. On the wire and on disk it has ZooKeeper's 64 bits; in memory it is one double,
 * epoch * 2^32 + counter, exact while the epoch stays under 2^21. This file is the only place that checks the bound.
 */
import { assert } from './assert.ts'
import type { Brand } from './brand.ts'

export type Epoch = Brand<number, 'Epoch'>
export type Zxid = Brand<number, 'Zxid'>

const COUNTERS = 0x1_0000_0000

/** One more than the highest epoch a zxid can carry: 2^21. A new epoch every second would last 24 days, one an hour 239 years. */
export const EPOCH_LIMIT = 0x20_0000

/** Highest counter a leader may assign; the next proposal needs a new epoch (ZOOKEEPER-1277). */
export const COUNTER_MAX = 0xffff_fffe

/** The zxid before every other: nothing was ever proposed. */
export const ZXID_ZERO: Zxid = 0 as Zxid
export const EPOCH_ZERO: Epoch = 0 as Epoch

/** @throws InvariantViolation when the epoch or the counter is out of its range. */
export function zxid(epoch: number, counter: number): Zxid {
  assert(isEpoch(epoch), `an epoch is an integer in [0, 2^21), not ${epoch}`)
  assert(Number.isInteger(counter) && counter >= 0 && counter < COUNTERS, `a counter has 32 bits, not ${counter}`)
  return (epoch * COUNTERS + counter) as Zxid
}

export function isEpoch(value: number): value is Epoch {
  return Number.isInteger(value) && value >= 0 && value < EPOCH_LIMIT
}

export function isZxid(value: number): value is Zxid {
  return Number.isSafeInteger(value) && value >= 0
}

export function epochOf(z: Zxid): Epoch {
  return ((z / COUNTERS) >>> 0) as Epoch
}

export function counterOf(z: Zxid): number {
  return z >>> 0
}

/** The zxid `count` places after `z` in the same epoch. The caller keeps the counter in its range. */
export function zxidPlus(z: Zxid, count: number): Zxid {
  return (z + count) as Zxid
}

/** True when `next` may directly follow `z` in a history: the next counter of the epoch, or the first of a later one. */
export function follows(z: Zxid, next: Zxid): boolean {
  return next === z + 1 ? counterOf(next) !== 0 : counterOf(next) === 1 && epochOf(next) > epochOf(z)
}

/** `5:17`, the way traces, logs and the dashboard print it. */
export function formatZxid(z: Zxid): string {
  return `${epochOf(z)}:${counterOf(z)}`
}
