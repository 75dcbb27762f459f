/** ZOOKEEPER-2355: a learner took the end of a DIFF for its own position before it had received the transactions. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A13: a learner that is cut off at any moment behind the DIFF lacks nothing afterwards', () => {
  const reached = new Set<boolean>()
  for (const waitMs of [0, 1, 2, 3, 5]) {
    const script = Scenario.of(3).propose('/mine', 3, true)
    script
      .until('it is everywhere', () => script.view(1).ephemerals === 1)
      .crash(1)
      .vanish()
      .until('its session expires', () => !script.exists('/mine'))
    const { last } = script.view(3).zab
    script.when(3, 'send diff', () => script.simulation.world.after(waitMs * 1_000, () => script.cut(1, 3)))
    script.start(1).passTime(300)
    reached.add(script.view(1).zab.last === last)
    script.heal().join(1)
    expect(script.view(1).ephemerals).toBe(0)
    expect(script.end()).toBeUndefined()
  }
  expect(reached.size).toBe(2)
})
