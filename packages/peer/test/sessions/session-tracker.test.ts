import { peerId } from '@quoll/core'
import type { SessionId } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { SessionTracker } from '../../src/sessions/session-tracker.ts'

const session = (n: bigint) => n as SessionId
const [one, two] = [peerId(1), peerId(2)]

test('a silent session lives between its timeout and its timeout plus one tick', () => {
  const tracker = new SessionTracker(2000, 0)
  tracker.open(session(7n), 4000, one, 1500)
  expect(tracker.expired(5999)).toEqual([])
  expect(tracker.expired(6000)).toEqual([session(7n)])
  expect(tracker.expired(60_000)).toEqual([])
})

test('a touch keeps it alive', () => {
  const tracker = new SessionTracker(100, 0)
  tracker.open(session(7n), 1000, one, 0)
  for (let now = 0; now < 10_000; now += 900) {
    expect(tracker.expired(now)).toEqual([])
    tracker.touch(session(7n), now)
  }
  expect(tracker.expired(11_100)).toEqual([session(7n)])
})

test('attaching renegotiates the timeout, also to a shorter one', () => {
  const tracker = new SessionTracker(100, 0)
  tracker.open(session(7n), 20_000, one, 0)
  expect(tracker.attach(session(7n), 1000, two, 0)).toBe(true)
  expect(tracker.expired(1100)).toEqual([session(7n)])
})

test('a session that is ending can neither be attached to nor touched back to life', () => {
  const tracker = new SessionTracker(100, 0)
  tracker.open(session(7n), 1000, one, 0)
  tracker.closing(session(7n))
  expect(tracker.attach(session(7n), 1000, one, 0)).toBe(false)
  tracker.touch(session(7n), 5000)
  expect(tracker.expired(60_000)).toEqual([]) // its end is proposed already
  tracker.close(session(7n))
  expect(tracker.size).toBe(0)
})

test('after it moved, the peer it left may no longer write for it', () => {
  const tracker = new SessionTracker(100, 0)
  tracker.open(session(7n), 1000, one, 0)
  expect(tracker.mayWrite(session(7n), one)).toBe(true)
  tracker.attach(session(7n), 1000, two, 0)
  expect(tracker.mayWrite(session(7n), one)).toBe(false)
  expect(tracker.mayWrite(session(7n), two)).toBe(true)
})

test('a new leader does not know the owner: the first that speaks for the session is it', () => {
  const tracker = new SessionTracker(100, 0)
  tracker.open(session(7n), 1000, undefined, 0)
  expect(tracker.mayWrite(session(7n), two)).toBe(true)
  expect(tracker.mayWrite(session(7n), one)).toBe(false)
})
