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

test('clients of a peer without a leader are sent away, and a session survives the election', () => {
  const world = new World(3).elect()
  const client = world.connect(world.follower)
  client.ask(create('/e', '', 1))
  world.stop(world.leader)
  expect(client.closed).toBe(true)
  world.elect()
  const again = world.connect(world.leader, { session: client.session })
  expect(again.welcome?.sessionId).toBe(client.session.id)
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

test('the whole ensemble stops and starts again with everything', () => {
  const world = new World(3, { snapshotTxns: 20 }).elect()
  const client = world.connect(world.leader)
  for (let i = 0; i < 50; i++) client.ask(create(`/n${i}`, `${i}`))
  for (const id of world.ids) world.stop(id)
  for (const id of world.ids) world.start(id)
  world.elect()
  for (const id of world.ids) expect(textOf(world.connect(id).ask(getData('/n49')))).toBe('49')
})
