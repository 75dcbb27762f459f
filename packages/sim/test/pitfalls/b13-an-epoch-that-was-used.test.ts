/** ZOOKEEPER-1343: an epoch that the leader had already promised was proposed again. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B13: an epoch that came to nothing is not begun again by those who promised it', () => {
  const script = Scenario.of(3).write('/w0').power(1, 2, 3)
  script.when(1, 'send ack-epoch', () => script.power(1, 3))
  script.start(1, 3).until('they are down', () => !script.isUp(1))
  script.start(1, 3)
  for (const id of [1, 3]) expect(script.view(id).zab).toMatchObject({ acceptedEpoch: 2, currentEpoch: 1 })
  script.elect(3).join(1)
  expect(script.view(3).zab.currentEpoch).toBe(3)
  expect(script.end()).toBeUndefined()
})
