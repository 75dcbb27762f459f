import { expect, test } from 'vitest'
import { update } from '../../src/model/update.ts'
import { AtWork } from '../support/at-work.ts'

test('a killed leader, its heir, its return: the whole story', () => {
  const work = new AtWork({ peers: 3 }).poll().press('down', 'down', 'k', 'y').watch(100, 20).watch(3000)
  work.press('r').watch(1000)
  expect(work.seen).toEqual([
    'peer 3 leads epoch 5, writes are possible',
    'peer 3, the leader, was killed from here: writes wait',
    'writes were possible again after about 100 ms: peer 2 leads epoch 6',
    'peer 3 is being started on what its disk holds',
    'peer 3 answers again after 3.3 s',
    'peer 3 serves again, 400 ms after it was back',
  ])
})

test('a follower that dies by itself costs no write', () => {
  const work = new AtWork({ peers: 3 }).poll()
  work.ensemble.kill(1)
  expect(work.watch(1000).seen.slice(1)).toEqual(['peer 1 ended by itself'])
})

test('on a remote ensemble one late answer is no news, two are', () => {
  const work = new AtWork({ peers: 3, control: false }).poll()
  work.ensemble.kill(1)
  expect(work.watch(200).seen).toHaveLength(1)
  expect(work.watch(200).seen.slice(1)).toEqual(['peer 1 does not answer'])
})

test('a lost quorum says how many it takes, and how long writes waited', () => {
  const work = new AtWork({ peers: 3 }).poll().press('k', 'y').watch(1000).press('down', 'k', 'y').watch(2000)
  expect(work.seen.at(-1)).toBe('peer 2 was killed from here: writes wait')
  work.press('r').watch(1000)
  expect(work.seen).toContainEqual(
    expect.stringMatching(/^writes were possible again after about 2\.\d s: peer 3 leads/),
  )
})

test('what a killed process said before it died brings nobody back', () => {
  const work = new AtWork({ peers: 3 }).poll().press('down', 'down')
  const last = work.ensemble.statuses()
  work.press('k', 'y')
  const readings = last.map((status) => ({ status, running: true, pid: undefined }))
  const late = update(work.model, { type: 'polled', atMs: work.nowMs + 1, readings })
  expect(late.outage).toBeDefined()
})

test('a trouble that repeats is told once', () => {
  const work = new AtWork({ peers: 3 })
  const once = update(work.model, { type: 'went-wrong', atMs: work.nowMs, text: 'no route' })
  expect(update(once, { type: 'went-wrong', atMs: work.nowMs + 200, text: 'no route' }).story).toHaveLength(1)
})
