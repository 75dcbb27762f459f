import { digestOf, emptyState, READ_ACL } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import { BOB, bytes, create, ephemeral, setAcl, setData, World, withTtl } from './fixtures/world.ts'

function world(): World {
  const world = World.open()
  world.ask(create('/a', { data: bytes('data') }))
  return world
}

test('equal histories have equal digests, and empty states one that is known', () => {
  expect(digestOf(world().state)).toBe(digestOf(world().state))
  expect(digestOf(emptyState())).toBe(digestOf(emptyState()))
})

describe('everything that differs shows', () => {
  test.each([
    ['another znode', (it: World) => it.ask(create('/b'))],
    ['other data', (it: World) => it.ask(setData('/a', -1, bytes('date')))],
    ['empty for null', (it: World) => it.ask(setData('/a', -1, bytes('')))],
    ['null', (it: World) => it.ask(setData('/a'))],
    ['another list', (it: World) => it.ask(setAcl('/a', READ_ACL))],
    ['another owner', (it: World) => it.ask(ephemeral('/b'), { session: BOB })],
    ['a time to live', (it: World) => it.ask(withTtl('/b', 7))],
    ['another time to live', (it: World) => it.ask(withTtl('/b', 8))],
    ['a later time', (it: World) => it.run(create('/b'), { timeMs: 1001 })],
    ['a session', (it: World) => it.ask({ type: 'create-session', timeoutMs: 1 }, { session: 5n as never })],
    ['its timeout', (it: World) => it.ask({ type: 'create-session', timeoutMs: 2 }, { session: 5n as never })],
    ['a session less', (it: World) => it.ask({ type: 'close-session' })],
  ])('%s', (what, change) => {
    const digests = seen
    const it = world()
    change(it)
    const digest = digestOf(it.state)
    expect(digests.get(digest)).toBeUndefined()
    digests.set(digest, what)
  })

  const seen = new Map<number, string>([[digestOf(world().state), 'no change']])
})

test('a session that is over leaves no trace', () => {
  const it = world()
  const before = digestOf(it.state)
  it.ask({ type: 'create-session', timeoutMs: 1 }, { session: 5n as never })
  it.ask({ type: 'close-session' }, { session: 5n as never })
  expect(digestOf(it.state)).toBe(before)
})
