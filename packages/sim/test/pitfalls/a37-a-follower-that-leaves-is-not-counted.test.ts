/** ZOOKEEPER-3240: the leader believed in a follower that had left it and kept its socket open. */
import { expect, test } from 'vitest'
import { Scenario } from '../../src/scenario.ts'

test('A37: a follower that leaves says so, and is no longer among the learners of its leader', () => {
  const script = Scenario.of(3).write('/w0')
  const { world } = script.simulation
  const [one, , three] = world.peers
  let saidSo = false
  script.when(1, 'send farewell', () => {
    saidSo = true
  })
  world.hole(three!, one!, true) // 1 hears nothing, and is heard
  script.until('1 goes looking', () => script.view(1).zab.role === 'looking').passTime(5)
  expect(saidSo).toBe(true)
  expect(script.view(3).zab.learners.map(({ peer }) => peer)).toEqual([2])
  expect(script.view(3).zab.links).toContain(1)
  expect(script.end()).toBeUndefined()
})
