/** Watchers and sessions: a right server is found right, one that forgets is found out. */
import { afterEach, expect, test } from 'vitest'
import { runFanOut } from '../src/fan-out.ts'
import { runSessions } from '../src/many-sessions.ts'
import { fanOutOutcome, sessionsOutcome } from '../src/outcome.ts'
import { FakeServer, type Habits } from './fake-server.ts'

const WATCHERS = 20
const SESSIONS = 50
let fake: FakeServer | undefined

afterEach(() => fake?.stop())

async function addressesOf(habits: Habits): Promise<{ host: string; port: number }[]> {
  fake = await FakeServer.start(undefined, habits)
  return [{ host: '127.0.0.1', port: fake.port }]
}

async function fannedOut(habits: Habits) {
  const addresses = await addressesOf(habits)
  const common = { addresses, root: '/quoll-bench-00000000', timeoutMs: 30_000, patienceMs: 200 }
  return fanOutOutcome(WATCHERS, await runFanOut({ ...common, watchers: WATCHERS, rounds: 2 }, () => {}))
}

async function crowded(habits: Habits) {
  const addresses = await addressesOf(habits)
  const options = { addresses, sessions: SESSIONS, holdSeconds: 0.1, timeoutMs: 30_000 }
  return sessionsOutcome(SESSIONS, await runSessions(options, () => {}))
}

test('everyone is told once', async () => {
  const outcome = await fannedOut({})
  expect(outcome).toMatchObject({ ok: true, changes: 2, wrong: [] })
  expect(outcome.eachToldMs.count).toBe(2 * WATCHERS)
  expect(outcome.firstToldMs.max).toBeLessThanOrEqual(outcome.allToldMs.max)
  expect([...(fake?.tree.keys() ?? [])]).toEqual(['/'])
})

test.each([
  ['forgotten', '1 watchers were not told once'],
  ['told twice', `${WATCHERS} watchers were not told once`],
] as const)('watchers that are %s are noticed', async (watches, wrong) => {
  expect(await fannedOut({ watches })).toMatchObject({ ok: false, wrong: expect.arrayContaining([wrong]) })
})

test('sessions come back as they were', async () => {
  expect(await crowded({})).toMatchObject({ ok: true, lost: 0, expired: 0, grantedTimeoutMs: 30_000 })
})

test('sessions that were replaced are noticed', async () => {
  expect(await crowded({ sessions: 'replaced' })).toMatchObject({ ok: false, expired: SESSIONS })
})
