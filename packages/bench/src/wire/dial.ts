/** Gets sessions: one address after the other until somebody serves, and many sessions at once but never all at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, formatAddress } from '../address.ts'
import { NobodyServes } from '../errors.ts'
import type { Outbox } from './outbox.ts'
import { Session, type SessionOptions } from './session.ts'

/** An ensemble that elects needs a moment. */
const PATIENCE_MS = 5_000
const PAUSE_MS = 100

export type Dial = SessionOptions & {
  readonly addresses: readonly Address[]
  readonly outbox: Outbox
}

/**
 * A session with the address at `first`, or with the next that grants one.
 * @throws NobodyServes after five seconds of trying all of them
 */
export async function dial({ addresses, outbox, ...options }: Dial, first: number): Promise<Session> {
  const began = performance.now()
  let why = ''
  for (let attempt = first; ; attempt++) {
    const session = new Session(addresses[attempt % addresses.length]!, outbox)
    try {
      await session.shakeHands(options)
      return session
    } catch {
      why = session.why
    }
    if (performance.now() - began > PATIENCE_MS)
      throw new NobodyServes(`nobody serves at ${addresses.map(formatAddress).join(',')}: ${why}`)
    const isRoundOver = (attempt - first + 1) % addresses.length === 0
    if (isRoundOver) await sleep(PAUSE_MS)
  }
}

/** Does `work` for every number below `count`, at most `atOnce` of them at a time; the results in order. */
export async function several<T>(count: number, atOnce: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const results = new Array<T>(count)
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < count) {
      const at = next++
      results[at] = await work(at)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
  return results
}
