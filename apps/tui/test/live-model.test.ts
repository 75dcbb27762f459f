import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { LiveModel } from '../src/live-model.ts'
import type { EnsembleSource } from '../src/polled-source.ts'
import { FakeEnsemble } from './support/fake-ensemble.ts'

const fake = (): FakeEnsemble => new FakeEnsemble({ peers: 3, clock: Date.now })

async function until(live: LiveModel, holds: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    live.onChange = () => holds() && resolve()
  })
}

test('polls never overlap, however slow the answers', async () => {
  let asked = 0
  let most = 0
  const { source } = fake()
  const slow: EnsembleSource = {
    ...source,
    statuses: async () => {
      most = Math.max(most, ++asked)
      await sleep(300)
      asked--
      return source.statuses()
    },
  }
  const live = new LiveModel(slow)
  const running = live.run()
  await until(live, () => live.model.throughput.open !== undefined && live.model.peers[0]?.misses === 0)
  await sleep(700)
  live.quit()
  await running
  expect(most).toBe(1)
})

test('a killed leader is asked about at once and often, so that the pause can be told', async () => {
  vi.useFakeTimers()
  try {
    const live = new LiveModel(fake().source)
    const running = live.run()
    await vi.advanceTimersByTimeAsync(1000)
    for (const key of ['down', 'down', 'k', 'y'] as const) live.press(key)
    await vi.advanceTimersByTimeAsync(1000)
    live.quit()
    await running
    // The fake needs 84 ms; a poll every 200 ms would say 200.
    expect(live.model.story[0]?.text).toBe('writes were possible again after about 100 ms: peer 2 leads epoch 6')
  } finally {
    vi.useRealTimers()
  }
})

test('a source that fails is a line in the story, not an end', async () => {
  const live = new LiveModel({ ...fake().source, statuses: () => Promise.reject(new Error('no route')) })
  const running = live.run()
  await until(live, () => (live.model.peers[0]?.misses ?? 0) >= 3)
  live.quit()
  await running
  const told = live.model.story.map(({ text }) => text)
  expect(told.filter((text) => text === 'the ensemble could not be asked: no route')).toHaveLength(1)
  expect(told).toContain('peer 1 does not answer')
})

test('a kill that fails says why', async () => {
  const { source } = fake()
  const perform = (): Promise<void> => Promise.reject(new Error('not permitted'))
  const live = new LiveModel({ ...source, control: { ...source.control!, perform } })
  const running = live.run()
  await until(live, () => live.model.reign !== undefined)
  live.press('k')
  live.press('y')
  await until(live, () => live.model.trouble !== undefined)
  live.quit()
  await running
  expect(live.model.story[0]?.text).toBe('could not kill peer 1: not permitted')
  expect(live.model.peers[0]?.killedMs).toBeUndefined()
})

test('quitting does not wait for an answer that never comes', async () => {
  const live = new LiveModel({ ...fake().source, statuses: () => new Promise(() => {}) })
  const running = live.run()
  live.quit()
  await expect(running).resolves.toBeUndefined()
})
