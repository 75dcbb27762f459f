import type { ClientRequest } from '@quoll/protocol/client'
import { expect, test } from 'vitest'
import { create, getData, World } from './world.ts'

const watch = (path: string): ClientRequest => ({ type: 'exists', path, watch: true })

test('reads and writes are counted apart, heartbeats not at all', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.ask(create('/a', 'one'))
  client.ask(getData('/a'))
  client.ask(getData('/none'))
  client.ask({ type: 'ping' })
  const { reads, writes, latency } = world.peer(world.follower).view()
  expect([reads.count, writes.count, latency.count]).toEqual([2, 1, 4])
})

test('sessions are told with their client where it is, and with the time they have left where that is decided', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.ask({ ...create('/e', ''), flags: 1 } as ClientRequest)
  client.ask(watch('/a'))
  const [here] = world.peer(world.follower).sessions(10)
  expect(here).toMatchObject({
    owner: undefined,
    leftMs: undefined,
    client: { watches: 1, outstanding: 0, lastOperation: 'exists', lastMs: 0 },
  })
  const [there] = world.peer(world.leader).sessions(10)
  expect(there).toMatchObject({ id: here?.id, owner: world.follower, client: undefined })
  expect(there?.leftMs).toBeGreaterThan(0)
  expect(there?.leftMs).toBeLessThanOrEqual((there?.timeoutMs ?? 0) + 2000)
  for (let n = 0; n < 3; n++) world.connect(world.follower)
  expect(world.peer(world.follower).sessions(2)).toHaveLength(2)
})

test('watches are told the most watched first', () => {
  const world = new World(3).elect()
  for (const path of ['/rare', '/often', '/often']) world.connect(world.follower).ask(watch(path))
  const watches = world.peer(world.follower).watches(5)
  expect(watches.map(({ path, kind, watchers, some }) => [path, kind, watchers, some.length])).toEqual([
    ['/often', 'data', 2, 2],
    ['/rare', 'data', 1, 1],
  ])
  expect(world.peer(world.follower).watches(1)).toHaveLength(1)
})

test('the leader knows how long a heartbeat takes', () => {
  const world = new World(3).elect()
  world.pass(500)
  const { roundTrips } = world.peer(world.leader).view()
  expect(roundTrips.map(({ ms }) => typeof ms)).toEqual(['number', 'number'])
})
