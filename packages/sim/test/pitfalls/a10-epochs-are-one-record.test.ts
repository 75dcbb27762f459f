/** ZOOKEEPER-2307, 4269, 1387: the epochs in memory were ahead of their files, which were two, and written badly. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A10: power lost at any moment of a promise leaves both epochs as they were, or both as they became', () => {
  for (const waitMs of [0, 1, 2, 3, 5]) {
    const script = Scenario.of(3).write('/w0').power(1)
    script.power(2, 3).when(1, 'adopt', () => script.simulation.world.after(waitMs * 1_000, () => script.power(1)))
    script
      .start(1, 3)
      .until('1 is down', () => !script.isUp(1))
      .start(1)
    const { acceptedEpoch, currentEpoch } = script.view(1).zab
    expect([`2,1`, `2,2`]).toContain(`${acceptedEpoch},${currentEpoch}`)
    script.start(2).join(1, 2, 3)
    expect(script.end()).toBeUndefined()
  }
})

test('A10: a peer that cannot write its promise does not make it, and stops', () => {
  const script = Scenario.of(3).write('/w0').power(1, 2, 3).start(1).passTime(100).failOnce(1, 'epochs')
  let told = false
  script.when(1, 'send ack-epoch', () => {
    told = true
  })
  script.start(3).until('1 stops', () => !script.isUp(1))
  expect([told, script.leader]).toEqual([false, undefined])
  script.until('1 is back', () => script.isUp(1))
  expect(script.view(1).zab).toMatchObject({ acceptedEpoch: 1, currentEpoch: 1 })
  script.start(2).join(1, 2, 3)
  expect(script.end()).toBeUndefined()
})
