/** ZOOKEEPER-4712: the log's writer went on appending while the server had already synchronized again. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A19: a follower with unfinished writes neither votes nor joins before they are done', () => {
  const script = Scenario.of(3).write('/w0').holdFsync(1).propose('/w1').propose('/w2').passTime(50)
  script.crash(3).passTime(1_000)
  expect(script.leader).toBeUndefined() // 2 alone is no quorum, and 1 does not know yet what it has
  script.releaseFsync(1).elect(2).start(3).join(1, 3)
  expect(script.exists('/w2')).toBe(true)
  expect(script.end()).toBeUndefined()
})
