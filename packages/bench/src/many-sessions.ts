/**
 * Many sessions that do nothing: opened, held, then all cut at once and attached again, as after a fail-over. What is
 * counted: how quickly, and whether every session is still the one it was.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from './address.ts'
import { Histogram, type HistogramCounts } from './histogram.ts'
import { dial, several } from './wire/dial.ts'
import { Outbox } from './wire/outbox.ts'
import { QuietClient } from './wire/quiet-client.ts'
import type { Session } from './wire/session.ts'

export type SessionsOptions = {
  readonly addresses: readonly Address[]
  readonly sessions: number
  readonly holdSeconds: number
  readonly timeoutMs: number
}

export type SessionsResult = {
  readonly openSeconds: number
  readonly open: HistogramCounts
  /** What the server granted the first of them. */
  readonly grantedTimeoutMs: number
  readonly holdSeconds: number
  /** Connections that were lost while they were held. */
  readonly lost: number
  readonly reattachSeconds: number
  readonly reattach: HistogramCounts
  /** Sessions that were over when they came back, or had become others. */
  readonly expired: number
}

/** Clients of a fail-over come all at once; more than this only queue in the kernel. */
const AT_ONCE = 256
const CLOSES_AT_ONCE = 64
const HANDSHAKE_PATIENCE_MS = 10_000
const KEEP_ALIVE_MS = 500

export async function runSessions(
  { addresses, sessions: wanted, holdSeconds, timeoutMs }: SessionsOptions,
  onProgress: (done: number, what: string) => void,
): Promise<SessionsResult> {
  const dialing = { addresses, outbox: new Outbox(), timeoutMs, patienceMs: HANDSHAKE_PATIENCE_MS }
  let sessions: readonly Session[] = []
  let opened = 0
  const timed = async (histogram: Histogram, what: string, dialed: () => Promise<Session>): Promise<Session> => {
    const began = performance.now()
    const session = await dialed()
    histogram.add(performance.now() - began)
    if (++opened % 100 === 0) onProgress(opened, what)
    return session
  }
  try {
    const open = new Histogram()
    const openedIn = await seconds(async () => {
      sessions = await several(wanted, AT_ONCE, (at) => timed(open, 'opened', () => dial(dialing, at)))
    })
    const lost = await hold(sessions, holdSeconds)
    const before = sessions
    for (const session of before) session.cut()

    opened = 0
    const reattach = new Histogram()
    const reattachedIn = await seconds(async () => {
      sessions = await several(wanted, AT_ONCE, (at) => {
        const resume = before[at]!.grant
        // The peer it was with is the one that is gone.
        return timed(reattach, 're-attached', () => dial({ ...dialing, resume }, at + 1))
      })
    })
    const expired = sessions.filter(
      ({ grant }, at) => grant.timeoutMs <= 0 || grant.sessionId !== before[at]!.grant.sessionId,
    )
    await several(sessions.length, CLOSES_AT_ONCE, (at) => new QuietClient(sessions[at]!).close())
    return {
      openSeconds: openedIn,
      open: open.counts(),
      grantedTimeoutMs: before[0]?.grant.timeoutMs ?? 0,
      holdSeconds,
      lost,
      reattachSeconds: reattachedIn,
      reattach: reattach.counts(),
      expired: expired.length,
    }
  } finally {
    for (const session of sessions) session.cut()
  }
}

/** Keeps them alive for a while; how many were lost. */
async function hold(sessions: readonly Session[], holdSeconds: number): Promise<number> {
  const keepAlive = setInterval(() => {
    const nowMs = performance.now()
    for (const session of sessions) session.keepAlive(nowMs)
  }, KEEP_ALIVE_MS)
  await sleep(holdSeconds * 1000)
  clearInterval(keepAlive)
  return sessions.filter(({ isOpen }) => !isOpen).length
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
