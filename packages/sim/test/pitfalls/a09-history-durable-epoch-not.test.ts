/** ZOOKEEPER-1653: a crash between durable history and durable epoch made a server refuse to start. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A9: a follower that loses power between the two comes back by itself, and loses nothing', () => {
  const script = Scenario.of(3).write('/w1').crash(1).write('/w2')
  script.power(2, 3).start(2, 3).elect(3).write('/w3')
  script.when(1, 'adopt', () => script.power(1))
  script.start(1).until('1 is down again', () => !script.simulation.world.isAlive(script.simulation.world.peers[0]!))
  script.start(1).join(1)
  expect(script.end()).toBeUndefined()
})
