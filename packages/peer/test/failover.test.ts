import { peerId } from '@quoll/core'
import { expect, test } from 'vitest'
import { create, getData, setData, textOf, World } from './world.ts'

test('the leader stops: the others elect, nothing acknowledged is lost, and it comes back by itself', () => {
  const world = new World(3).elect()
  const old = world.leader
  world.connect(old).ask(create('/a', 'kept'))
  world.stop(old)
  world.elect()
  expect(world.leader).not.toBe(old)
  const client = world.connect(world.leader)
  expect(textOf(client.ask(getData('/a')))).toBe('kept')
  client.ask(setData('/a', 'newer'))
  world.start(old)
  world.elect()
  expect(textOf(world.connect(old).ask(getData('/a')))).toBe('newer')
  expect(new Set(world.ids.map((id) => world.peer(id).view().digest)).size).toBe(1)
})

test('clients of the survivors keep their connections through an election, and what they ask meanwhile is done once', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.ask(create('/q'))
  client.ask(create('/e', '', 1))
  world.stop(world.leader)
  client.send(create('/q/n-', '', 2))
  client.send(getData('/e'))
  world.elect()
  client.send(create('/q/n-', '', 2))
  world.settle()
  expect(client.closed).toBe(false)
  expect(client.answers.slice(2).map(({ reply }) => (reply.type === 'path' ? reply.path : reply.type))).toEqual([
    '/q/n-0000000000',
    'data',
    '/q/n-0000000001',
  ])
})

test('a write that reached a log before its leader died is found there, not made again', () => {
  const world = new World(3).elect()
  const [old, witness] = [world.leader, world.follower]
  const client = world.connect(witness)
  client.ask(create('/q'))
  client.send(create('/q/n-', '', 2))
  world.clock.runTurns() // the request is on its way to the leader …
  world.network.deliver()
  world.clock.runTurns() // … is proposed …
  world.network.deliver() // … and reaches the others, but nobody has synced, so nobody has acknowledged
  expect(client.answers).toHaveLength(1)
  world.stop(old)
  world.elect()
  expect(client.ask({ type: 'get-children', path: '/q', watch: false })).toEqual({
    type: 'children',
    children: ['n-0000000000'],
  })
  expect(client.answers[1]?.reply).toEqual({ type: 'path', path: '/q/n-0000000000' })
})

test('a write under way while the link to a living leader breaks is done once', () => {
  for (const when of ['before the leader has it', 'after the leader proposed it']) {
    const world = new World(3).elect()
    const [leader, follower] = [world.leader, world.follower]
    const client = world.connect(follower)
    client.ask(create('/q'))
    client.send(create('/q/n-', '', 2))
    if (when === 'after the leader proposed it') {
      world.clock.runTurns()
      world.network.deliver()
      world.clock.runTurns()
    }
    world.network.cut(peerId(leader), peerId(follower))
    world.network.heal()
    world.elect()
    world.pass(500)
    expect([when, client.closed]).toEqual([when, false])
    expect(client.ask({ type: 'get-children', path: '/q', watch: false })).toMatchObject({ children: ['n-0000000000'] })
  }
})

test('a peer that finds no leader sends its clients away in time, and they keep their sessions elsewhere', () => {
  const world = new World(3).elect()
  const lonely = world.follower
  const client = world.connect(lonely)
  client.ask(create('/e', '', 1))
  for (const id of world.ids) if (id !== lonely) world.network.cut(peerId(lonely), peerId(id))
  world.pass(1500)
  expect(client.closed).toBe(false)
  world.pass(2500)
  expect(client.closed).toBe(true)
  expect(world.connect(lonely).closed).toBe(true)
  const again = world.connect(world.leader, { session: client.session })
  expect(again.ask(getData('/e')).type).toBe('data')
})

test('a peer that was away for longer than the history in memory is brought level by a snapshot', () => {
  const world = new World(3, { snapshotTxns: 50, historyTxns: 0, historyBytes: 0 }).elect()
  const away = world.follower
  world.stop(away)
  const client = world.connect(world.leader)
  for (let i = 0; i < 300; i++) client.ask(create(`/n${i}`, `${i}`))
  expect(world.peer(world.leader).view().snapshots.taken).toBeGreaterThan(0)
  world.start(away)
  world.elect()
  expect(world.peer(away).view().snapshots.installed).toBe(1)
  expect(textOf(world.connect(away).ask(getData('/n299')))).toBe('299')
  expect(new Set(world.ids.map((id) => world.peer(id).view().digest)).size).toBe(1)
  expect(world.halted).toEqual([])
})

test('snapshots come in proportion to the log when they are large', () => {
  const taken = (snapshotBytesCheap: number) => {
    const world = new World(1, { snapshotTxns: 20, snapshotBytesCheap }).elect()
    const client = world.connect(world.leader)
    for (let i = 0; i < 400; i++) client.ask(create(`/n${i}`, `${i}`))
    return world.peer(world.leader).view().snapshots.taken
  }
  expect(taken(Number.MAX_SAFE_INTEGER)).toBe(20)
  expect(taken(0)).toBeLessThan(10)
})

test('peers take their first snapshots one after the other', () => {
  const world = new World(3, { snapshotTxns: 90 }).elect()
  const client = world.connect(world.leader)
  const taken = () => world.ids.map((id) => world.peer(id).view().snapshots.taken)
  for (let i = 0; i < 45; i++) client.ask(create(`/n${i}`, `${i}`))
  expect(taken()).toEqual([0, 0, 1])
  for (let i = 45; i < 75; i++) client.ask(create(`/n${i}`, `${i}`))
  expect(taken()).toEqual([0, 1, 1])
})

test('the whole ensemble stops and starts again with everything', () => {
  const world = new World(3, { snapshotTxns: 20 }).elect()
  const client = world.connect(world.leader)
  for (let i = 0; i < 50; i++) client.ask(create(`/n${i}`, `${i}`))
  for (const id of world.ids) world.stop(id)
  for (const id of world.ids) world.start(id)
  world.elect()
  for (const id of world.ids) expect(textOf(world.connect(id).ask(getData('/n49')))).toBe('49')
})
