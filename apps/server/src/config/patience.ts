/**
 * How long peers wait for each other, in milliseconds, and the same in ticks of the core. ZooKeeper counts these in
 * `tickTime`, seconds at a time; Quoll has clocks of its own, so `tickTime`, `initLimit` and `syncLimit` do not slow them down.
 */
import { DEFAULT_TIMING, type Timing } from '@quoll/core'
import type { TransportTiming } from '@quoll/transport-ws'
import type { Problem } from './problem.ts'
import type { GivenValues } from './values.ts'

export type Patience = {
  /** Length of a tick of the core. */
  readonly tickMs: number
  readonly timing: Timing
  readonly links: Partial<TransportTiming>
}

const TICK_MS = 25

export function readPatience(values: GivenValues, problems: Problem[]): Patience {
  const tickMs = values['quoll.tickMs']?.value ?? TICK_MS
  const ms = (key: keyof GivenValues & `quoll.${string}Ms`, ticks: number): number =>
    values[key]?.value ?? ticks * TICK_MS
  const heartbeatMs = ms('quoll.heartbeatMs', DEFAULT_TIMING.heartbeatTicks)
  const checkQuorumMs = ms('quoll.checkQuorumMs', DEFAULT_TIMING.checkQuorumTicks)
  const followerTimeoutMs = ms('quoll.followerTimeoutMs', DEFAULT_TIMING.followerTimeoutTicks)
  const initMs = ms('quoll.initMs', DEFAULT_TIMING.initTicks)

  /** Two settings contradict each other: the line is that of the one that was given. */
  const demand = (holds: boolean, key: keyof GivenValues, other: keyof GivenValues, what: string): void => {
    if (!holds) problems.push({ line: (values[key] ?? values[other])?.line, what })
  }
  demand(
    tickMs <= heartbeatMs,
    'quoll.heartbeatMs',
    'quoll.tickMs',
    `quoll.heartbeatMs=${heartbeatMs} is shorter than a tick of ${tickMs} ms`,
  )
  demand(
    heartbeatMs * 2 <= checkQuorumMs,
    'quoll.checkQuorumMs',
    'quoll.heartbeatMs',
    `quoll.checkQuorumMs=${checkQuorumMs} leaves no room for a lost heartbeat; write at least ${heartbeatMs * 2}, twice quoll.heartbeatMs`,
  )
  demand(
    checkQuorumMs < followerTimeoutMs,
    'quoll.followerTimeoutMs',
    'quoll.checkQuorumMs',
    `quoll.followerTimeoutMs=${followerTimeoutMs} must be above quoll.checkQuorumMs=${checkQuorumMs}: a leader that is cut off gives up before the others replace it`,
  )
  demand(
    followerTimeoutMs <= initMs,
    'quoll.initMs',
    'quoll.followerTimeoutMs',
    `quoll.initMs=${initMs} is below quoll.followerTimeoutMs=${followerTimeoutMs}: getting level takes longer than a heartbeat`,
  )

  const ticks = (time: number): number => Math.max(1, Math.ceil(time / tickMs))
  return {
    tickMs,
    timing: {
      heartbeatTicks: ticks(heartbeatMs),
      checkQuorumTicks: ticks(checkQuorumMs),
      followerTimeoutTicks: ticks(followerTimeoutMs),
      initTicks: ticks(initMs),
      finalizeTicks: ticks(ms('quoll.electionWaitMs', DEFAULT_TIMING.finalizeTicks)),
      resendMinTicks: ticks(DEFAULT_TIMING.resendMinTicks * TICK_MS),
      resendMaxTicks: ticks(DEFAULT_TIMING.resendMaxTicks * TICK_MS),
    },
    links: { keepAliveMs: heartbeatMs, deadLinkMs: followerTimeoutMs },
  }
}
