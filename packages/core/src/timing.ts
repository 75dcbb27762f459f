import { assert } from './assert.ts'

/** Limits of patience, counted in ticks: the core knows no other time. */
export type Timing = {
  /** A leader says it is alive this often. */
  readonly heartbeatTicks: number
  /** A learner that hears nothing from its leader for this long goes looking (ZooKeeper: syncLimit). */
  readonly followerTimeoutTicks: number
  /** A leader that did not hear a quorum within this window steps down. Shorter than `followerTimeoutTicks`. */
  readonly checkQuorumTicks: number
  /** Patience for discovery and synchronization (ZooKeeper: initLimit); starts again while a snapshot makes progress. */
  readonly initTicks: number
  /** How long an election stays agreed before it is decided; skipped when everybody who can be reached has voted. */
  readonly finalizeTicks: number
  /** A looking peer repeats its notification: first after `resendMinTicks`, then ever slower up to `resendMaxTicks`. */
  readonly resendMinTicks: number
  readonly resendMaxTicks: number
}

/** For a tick of 25 ms: heartbeat 100 ms, a dead leader noticed within 500 ms, a lost quorum within 400 ms. */
export const DEFAULT_TIMING: Timing = {
  heartbeatTicks: 4,
  followerTimeoutTicks: 20,
  checkQuorumTicks: 16,
  initTicks: 120,
  finalizeTicks: 2,
  resendMinTicks: 8,
  resendMaxTicks: 80,
}

/** Checked once, at the door. @throws InvariantViolation when a limit is no count of ticks, or the limits contradict each other. */
export function checkTiming(timing: Timing): void {
  for (const [name, ticks] of Object.entries(timing)) {
    assert(
      Number.isInteger(ticks) && ticks >= (name === 'finalizeTicks' ? 0 : 1),
      `${name} is a count of ticks, not ${ticks}`,
    )
  }
  assert(timing.heartbeatTicks <= timing.checkQuorumTicks, 'a leader is heard more often than it is checked')
  assert(
    timing.checkQuorumTicks <= timing.followerTimeoutTicks,
    'a leader that lost its quorum yields before the others elect',
  )
  assert(timing.resendMinTicks <= timing.resendMaxTicks, 'resendMinTicks is at most resendMaxTicks')
}
