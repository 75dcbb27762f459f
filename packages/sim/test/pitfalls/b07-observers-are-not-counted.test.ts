/** ZOOKEEPER-2959: answers of observers were counted. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('B7: one voter and two observers of a three-voter ensemble elect nobody', () => {
  const script = new Scenario(3, { observers: 2 }).start(3, 4, 5).passTime(8_000)
  expect(script.leader).toBeUndefined()
  script.start(2).elect(3).write('/w0').join(4, 5)
  expect(script.end()).toBeUndefined()
})
