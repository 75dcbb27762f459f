/** The clock: does it jump, and is this process served in time? And how far apart are the clocks of the peers? */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../peers/addresses.ts'
import { duration } from '../table.ts'
import { askDate } from './ask-date.ts'
import { type Finding, finding, good } from './finding.ts'

export type ClockFacts = {
  /** How far the wall clock moved beside the monotonic one while we watched, milliseconds. */
  readonly jumpMs: number
  /** The latest timer was so late, milliseconds. */
  readonly lateMs: number
  readonly watchedMs: number
}

const WATCH_MS = 1000
const STEP_MS = 10
const JUMP_MS = 50
const LATE_MS = 100
/** A date over HTTP has no fraction of a second. */
const APART_MS = 2000

export async function watchClock(): Promise<ClockFacts> {
  const started = { wall: Date.now(), monotonic: performance.now() }
  let [jumpMs, lateMs] = [0, 0]
  let before = performance.now()
  while (performance.now() - started.monotonic < WATCH_MS) {
    await sleep(STEP_MS)
    const now = performance.now()
    lateMs = Math.max(lateMs, now - before - STEP_MS)
    before = now
    const drift = Date.now() - started.wall - (now - started.monotonic)
    if (Math.abs(drift) > Math.abs(jumpMs)) jumpMs = drift
  }
  return { jumpMs, lateMs, watchedMs: performance.now() - started.monotonic }
}

export function checkClock({ jumpMs, lateMs, watchedMs }: ClockFacts): Finding[] {
  const watched = `in ${duration(watchedMs)}`
  const jump =
    Math.abs(jumpMs) < JUMP_MS
      ? good(
          'clock',
          `the clock ran evenly ${watched}`,
          'Peers measure time by the monotonic clock; a set clock does not disturb them.',
        )
      : finding(
          'clock',
          'warning',
          `the clock was set by ${duration(Math.abs(jumpMs))} ${watched}`,
          'Peers measure time by the monotonic clock and do not mind; times of changes (mtime) and TTLs follow the wall clock.',
          'Let a time service slew the clock instead of setting it (chrony does).',
        )
  const late =
    lateMs < LATE_MS
      ? good(
          'clock',
          `timers were at most ${duration(Math.max(0, lateMs))} late`,
          'This machine has processor time to spare.',
        )
      : finding(
          'clock',
          'warning',
          `a timer was ${duration(lateMs)} late`,
          'Something else took the processor, or the virtual machine was stopped. A peer that is late for 500 ms loses its followers.',
          'Look for what else runs here (top, steal time); or raise the patience: quoll.followerTimeoutMs and its neighbours.',
        )
  return [jump, late]
}

/** Of peers whose HTTP port answers: how far their clocks are from ours. */
export async function checkOffsets(
  peers: readonly { readonly name: string; readonly http: Address }[],
): Promise<Finding[]> {
  const offsets = await Promise.all(peers.map(async ({ name, http }) => ({ name, offset: await askDate(http) })))
  return offsets.flatMap(({ name, offset }) => (offset === undefined ? [] : [judgeOffset(name, offset)]))
}

export function judgeOffset(
  name: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Finding {
  const least = fromMs > 0 ? fromMs : toMs < 0 ? -toMs : 0
  if (least < APART_MS)
    return good(
      'clock',
      `the clock of ${name} is within ${duration(Math.max(1000, Math.abs(fromMs), Math.abs(toMs)))} of ours`,
      'Measured by the dates of its answers, which have whole seconds.',
    )
  return finding(
    'clock',
    'warning',
    `the clock of ${name} is at least ${duration(least)} ${fromMs > 0 ? 'ahead of' : 'behind'} ours`,
    'The leader stamps every change with its clock: times of changes jump when the leader does, and TTLs end early or late.',
    'Let a time service keep both (chrony, systemd-timesyncd).',
  )
}
