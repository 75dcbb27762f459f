/** ZOOKEEPER-3701, 2247, 4882: a server went on without a log after its disk had failed. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A21, A32, D1: a peer whose disk fails stops, and another leads', () => {
  const script = Scenario.of(3).write('/w0').failDisk(3)
  for (let i = 0; i < 40; i++) script.propose(`/n${i}`, 3)
  script
    .until('3 stops', () => script.leader !== 3)
    .until('another leads', () => script.leader !== undefined)
    .write('/w1')
  script.heal().passTime(3_000).join(3)
  expect(script.end()).toBeUndefined()
})
