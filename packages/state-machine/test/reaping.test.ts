/** Containers and times to live: server-semantics, section 7. */
import { ErrorCode, reapingCandidates, type TxnOperation } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import { container, create, remove, setData, World, withTtl } from './fixtures/world.ts'

function reap(world: World, path: string, timeMs = 0): TxnOperation {
  const txn = world.propose({ type: 'reap', path }, { session: 0n as never, timeMs })
  return txn.operation
}

/** `/used` had a child, `/fresh` never; `/ttl` lives 100 ms from 1000 on, `/ttl2` has a child. */
function world(): World {
  const world = World.open()
  world.ask(container('/used'))
  world.ask(create('/used/a'))
  world.ask(remove('/used/a'))
  world.ask(container('/fresh'))
  world.ask(withTtl('/ttl', 100))
  world.ask(withTtl('/ttl2', 100))
  world.ask(create('/ttl2/a'))
  world.ask(create('/plain'))
  return world
}

describe('candidates', () => {
  test.each([
    ['used containers at once', 1000, 0, ['/used']],
    ['a TTL not on the dot', 1100, 0, ['/used']],
    ['but after it', 1101, 0, ['/used', '/ttl']],
    ['a container never used, when asked for', 1501, 500, ['/used', '/fresh', '/ttl']],
    ['but not before its time', 1500, 500, ['/used', '/ttl']],
  ])('%s', (_, nowMs, neverUsedMs, paths) => {
    expect(reapingCandidates(world().state, nowMs, neverUsedMs)).toEqual(paths)
  })

  test('not while there are children', () => {
    const it = world()
    it.ask(create('/used/b'))
    expect(reapingCandidates(it.state, 5000)).toEqual(['/ttl'])
  })

  test('setData gives a TTL its time again', () => {
    const it = world()
    it.run(setData('/ttl'), { timeMs: 5000 })
    expect(reapingCandidates(it.state, 5100)).toEqual(['/used'])
  })
})

describe('reaping', () => {
  test('deletes, without session or permission', () => {
    const it = world()
    it.ask({ type: 'set-acl', path: '/', acl: [{ perms: 0, scheme: 'world', id: 'anyone' }], version: -1 })
    expect(reap(it, '/used')).toEqual({ type: 'delete', path: '/used' })
    const { changes } = it.deliver()
    expect(changes).toMatchObject([{ type: 'deleted', path: '/used' }])
    expect(it.state.lookup('/used')).toBeUndefined()
    expect(reapingCandidates(it.state, 1000)).toEqual([])
  })

  test.each([
    ['gone meanwhile', '/none', ErrorCode.noNode],
    ['never used', '/fresh', ErrorCode.badVersion],
    ['with children', '/ttl2', ErrorCode.notEmpty],
    ['an ordinary znode', '/plain', ErrorCode.badVersion],
    ['the root', '/', ErrorCode.notEmpty],
    ['a built-in one', '/zookeeper/config', ErrorCode.badVersion],
  ])('%s is spared', (_, path, code) => {
    expect(reap(world(), path, 9999)).toEqual({ type: 'error', code })
  })

  test('a child or a change that is still outstanding saves it', () => {
    const it = world()
    it.propose(create('/used/late'))
    it.propose(setData('/ttl'), { timeMs: 2000 })
    expect(reap(it, '/used')).toEqual({ type: 'error', code: ErrorCode.notEmpty })
    expect(reap(it, '/ttl', 2050)).toEqual({ type: 'error', code: ErrorCode.badVersion })
    expect(reap(it, '/ttl', 2101)).toEqual({ type: 'delete', path: '/ttl' })
  })
})
