/** ZOOKEEPER-1367: sessions that a follower got during synchronization never expired under it as a leader. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A30: a session that a new leader knows only from a DIFF expires when its client is gone', () => {
  const script = Scenario.of(3).crash(3).elect(2)
  script.propose('/mine', 2, true).until('the ephemeral is there', () => script.exists('/mine'))
  script.start(3).join(3).crash(2).vanish().elect(3)
  expect(script.exists('/mine')).toBe(true)
  script.until('its session expires', () => !script.exists('/mine'))
  expect(script.end()).toBeUndefined()
})
