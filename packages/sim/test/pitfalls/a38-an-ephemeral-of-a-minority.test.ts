/** ZOOKEEPER-5010: an ephemeral znode was there on some followers, and not on their leader. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A38: an ephemeral that a minority has logged is everywhere or nowhere', () => {
  const script = Scenario.of(5).write('/w0').hold(5, 1, 'proposal').hold(5, 2, 'proposal').hold(5, 3, 'proposal')
  script.propose('/e', 5, true).passTime(20).crash(5).heal().passTime(1_000).start(5).join(1, 2, 3, 4, 5)
  const znodes = [1, 2, 3, 4, 5].map((id) => script.view(id).znodes)
  expect(new Set(znodes).size).toBe(1)
  expect(script.end()).toBeUndefined()
})
