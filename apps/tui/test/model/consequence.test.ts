import { describe, expect, test } from 'vitest'
import { parseAction } from '../../src/action-text.ts'
import { faultsAfter } from '../../src/faults.ts'
import { consequenceOf } from '../../src/model/consequence.ts'
import { objectionTo } from '../../src/model/objection.ts'
import type { Situation } from '../../src/model/quorum-outlook.ts'

type Plan = {
  readonly peers?: number
  readonly leader?: number
  readonly observers?: readonly number[]
  readonly down?: readonly number[]
  readonly clients?: Readonly<Record<number, number>>
  readonly faults?: readonly string[]
}

/** Three peers, led by the third, unless it is said otherwise. */
function situation({
  peers = 3,
  leader = peers,
  observers = [],
  down = [],
  clients = {},
  faults = [],
}: Plan): Situation {
  const ids = Array.from({ length: peers }, (_, i) => i + 1)
  return {
    peers: ids.map((id) => ({
      id,
      observer: observers.includes(id),
      running: !down.includes(id),
      role: down.includes(id)
        ? undefined
        : id === leader
          ? 'leading'
          : observers.includes(id)
            ? 'observing'
            : leader === 0
              ? 'looking'
              : 'following',
      clients: clients[id] ?? 0,
    })),
    faults: faults.reduce<Situation['faults']>((all, fault) => faultsAfter(all, parseAction(fault), ids), []),
  }
}

const say = (action: string, plan: Plan = {}): readonly string[] => consequenceOf(parseAction(action), situation(plan))

describe('who goes', () => {
  test.each<[string, Plan, readonly string[]]>([
    ['kill 3', {}, ['kill 3, the leader: 2 of 3 stay, no acknowledged write is lost, expect an election']],
    ['kill 1', {}, ['kill 1, a follower: 2 of 3 stay, writes go on']],
    [
      'kill 1',
      { clients: { 1: 2 } },
      ['kill 1, a follower: 2 of 3 stay, writes go on', '2 clients of 1 will look for another peer'],
    ],
    [
      'kill 2',
      { down: [1] },
      ['kill 2, a follower: 1 of 3 stays, no quorum: writes wait until a peer is back, no acknowledged write is lost'],
    ],
    ['pause 3', {}, ['pause 3, the leader: 2 of 3 stay, no acknowledged write is lost, expect an election']],
    [
      'pause 2',
      { faults: ['pause 1'] },
      ['pause 2, a follower: 1 of 3 stays, no quorum: writes wait until a peer is back, no acknowledged write is lost'],
    ],
    [
      'stop 3',
      {},
      [
        'stop 3, the leader: 2 of 3 stay, no acknowledged write is lost, expect an election',
        'it resigns first: nobody has to miss it before they elect',
      ],
    ],
    ['restart 1', {}, ['restart 1, a follower: 2 of 3 stay, writes go on', 'it comes back on what its disk holds']],
    [
      'kill 4',
      { peers: 4, leader: 3, observers: [4], clients: { 4: 1 } },
      ['kill 4, an observer: it has no vote, writes go on as they do', '1 client of 4 will look for another peer'],
    ],
    ['kill 1', { leader: 0, down: [2, 3] }, ['kill 1: still no quorum, writes go on waiting']],
    [
      'kill 1',
      { peers: 1 },
      ['kill 1, the leader: 0 of 1 stay, no quorum: writes wait until a peer is back, no acknowledged write is lost'],
    ],
    ['kill 2', { peers: 5 }, ['kill 2, a follower: 4 of 5 stay, writes go on']],
  ])('%s %j', (action, plan, says) => expect(say(action, plan)).toEqual(says))
})

describe('who comes back', () => {
  test.each<[string, Plan, readonly string[]]>([
    ['restart 1', { down: [1] }, ['restart 1: 3 of 3 take part again, writes go on']],
    ['restart 2', { leader: 0, down: [2, 3] }, ['restart 2: 2 of 3 are a quorum again, expect an election']],
    ['resume 1', { faults: ['pause 1'] }, ['resume 1, a follower: 3 of 3 take part again, writes go on']],
    ['heal', { faults: ['isolate 1'] }, ['heal: 3 of 3 take part again, writes go on']],
    ['heal', { leader: 0, faults: ['partition 1 2 3'] }, ['heal: 3 of 3 are a quorum again, expect an election']],
    ['heal', {}, ['heal: writes go on']],
  ])('%s %j', (action, plan, says) => expect(say(action, plan)).toEqual(says))
})

describe('who hears whom', () => {
  test.each<[string, Plan, readonly string[]]>([
    [
      'isolate 3',
      { clients: { 3: 1 } },
      [
        'isolate 3, the leader: 2 of 3 stay, no acknowledged write is lost, expect an election',
        '3, the leader, hears no quorum: it resigns within half a second',
        '1 client of 3 will look for another peer',
      ],
    ],
    [
      'partition 1 2,3',
      {},
      ['partition 1 | 2,3: 2 of 3 stay, writes go on', '1 has no leader until it heals, and serves nobody'],
    ],
    [
      'partition 1 2 3',
      {},
      [
        'partition 1 | 2 | 3: no side has a quorum: writes wait until it heals, no acknowledged write is lost',
        '1 has no leader until it heals, and serves nobody',
        '2 has no leader until it heals, and serves nobody',
        '3, the leader, hears no quorum: it resigns within half a second',
      ],
    ],
    [
      'partition 1,2 3,4,5',
      { peers: 5, leader: 1 },
      [
        'partition 1,2 | 3,4,5: 3 of 5 stay, no acknowledged write is lost, expect an election',
        '1, the leader, hears no quorum: it resigns within half a second',
        '2 has no leader until it heals, and serves nobody',
      ],
    ],
    [
      'cut-one-way 3 1',
      {},
      ['1 no longer hears 3: 2 of 3 stay, writes go on', '1 has no leader until it heals, and serves nobody'],
    ],
    [
      'kill 5',
      { peers: 5, faults: ['cut-one-way 1 2'] },
      [
        'kill 5, the leader: not everybody hears everybody: an election may take long or fail, no acknowledged write is lost',
      ],
    ],
    // Two followers that miss each other only follow on.
    ['cut-one-way 1 2', {}, ['2 no longer hears 1: 3 of 3 stay, writes go on']],
    [
      'kill 3',
      { faults: ['cut-one-way 1 2'] },
      [
        'kill 3, the leader: no side has a quorum: writes wait until it heals, no acknowledged write is lost',
        '1 has no leader until it heals, and serves nobody',
        '2 has no leader until it heals, and serves nobody',
      ],
    ],
  ])('%s %j', (action, plan, says) => expect(say(action, plan)).toEqual(says))
})

describe('what is slow', () => {
  test.each<[string, Plan, readonly string[]]>([
    ['slow-disk 1 200', {}, ['the disk of 1 200 ms slower: writes go on as they do: 2 of 3 are quick enough']],
    [
      'slow-disk 2 200',
      { faults: ['slow-disk 1 300'] },
      ['the disk of 2 200 ms slower: every write takes about 200 ms longer than on a whole ensemble, no election'],
    ],
    [
      'slow-disk 1 0',
      { faults: ['slow-disk 1 300', 'slow-disk 2 300'] },
      ['the disk of 1 as it was: writes are quick again'],
    ],
    [
      'slow-link 1 3 50',
      { faults: ['slow-link 2 3 80'] },
      [
        'the link between 1 and 3 50 ms slower: every write takes about 100 ms longer than on a whole ensemble, no election',
      ],
    ],
    [
      'slow-link 1 3 500',
      {},
      [
        'the link between 1 and 3 500 ms slower: writes go on as they do: 2 of 3 are quick enough',
        'longer than a heartbeat is waited for (400 ms): 1 and 3 lose each other at first',
      ],
    ],
    ['heal', { faults: ['slow-disk 1 300', 'slow-disk 2 300'] }, ['heal: writes are quick again']],
  ])('%s %j', (action, plan, says) => expect(say(action, plan)).toEqual(says))
})

test.each<[string, Plan, string | undefined]>([
  ['kill 4', {}, 'there is no peer 4: peers are 1, 2 and 3'],
  ['partition 1 2,7', {}, 'there is no peer 7: peers are 1, 2 and 3'],
  ['partition 1,2 2,3', {}, 'a peer stands in one group only'],
  ['kill 1', { down: [1] }, 'peer 1 does not run'],
  ['pause 1', { faults: ['pause 1'] }, 'peer 1 is paused already'],
  ['resume 1', {}, 'peer 1 is not paused'],
  ['cut-one-way 1 1', {}, 'peer 1 has no link to itself'],
  ['slow-link 2 2 10', {}, 'peer 2 has no link to itself'],
  ['restart 1', { down: [1] }, undefined],
  ['heal', {}, undefined],
])('%s with %j: %s', (action, plan, why) => {
  expect(objectionTo(parseAction(action), situation(plan))).toBe(why)
})
