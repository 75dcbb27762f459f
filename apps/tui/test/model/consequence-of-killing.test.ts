import { expect, test } from 'vitest'
import { consequenceOfKilling } from '../../src/model/consequence-of-killing.ts'
import { AtWork } from '../support/at-work.ts'

const of = (work: AtWork, id: number): readonly string[] => consequenceOfKilling(work.model, work.model.peers[id - 1]!)

test('a leader, a follower, an observer', () => {
  const work = new AtWork({ peers: 4, observers: 1 }).poll()
  expect(of(work, 3)).toEqual([
    'kill 3 (leader)? 2 of 3 stay, no write is lost, expect an election',
    'its 2 clients will look for another peer',
  ])
  expect(of(work, 1)).toEqual(['kill 1 (follower)? 2 of 3 stay, writes go on'])
  expect(of(work, 4)[0]).toBe('kill 4 (observer)? it has no vote, writes go on')
})

test('the one that the quorum hangs on', () => {
  const work = new AtWork({ peers: 3 }).poll().press('k', 'y').watch(400)
  expect(of(work, 2)[0]).toBe(
    'kill 2 (follower)? 1 of 3 stays, no quorum: writes wait until a peer is back, none is lost',
  )
})
