/** What every operation does to the stats of a znode and of its parent: server-semantics, section 3. */
import { OPEN_ACL, type Stat, type WriteRequest } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import {
  ALICE,
  bytes,
  container,
  create,
  ephemeral,
  multi,
  remove,
  setAcl,
  setData,
  World,
  withTtl,
} from './fixtures/world.ts'

function statOf(world: World, path: string): Stat {
  return world.state.statOf(world.state.lookup(path)!)
}

/** `/p` with the child `/p/old`, both made at 1000; whatever follows happens at 2000. */
function world(): World {
  const world = World.open()
  world.ask(create('/p', { data: bytes('parent') }))
  world.ask(create('/p/old', { data: bytes('old') }))
  return world
}

/** The fields that differ after a request. */
function changes(world: World, path: string, request: WriteRequest): Partial<Stat> {
  const before = statOf(world, path)
  world.run(request, { timeMs: 2000 })
  const after = Object.entries(statOf(world, path))
  return Object.fromEntries(after.filter(([field, value]) => before[field as keyof Stat] !== value))
}

test('create: the znode', () => {
  const it = world()
  const result = it.run(create('/p/new', { data: bytes('12345') }), { timeMs: 2000 }).result
  const z = it.last
  const stat: Stat = {
    czxid: z,
    mzxid: z,
    pzxid: z,
    ctime: 2000,
    mtime: 2000,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: undefined,
    dataLength: 5,
    numChildren: 0,
  }
  expect(result).toEqual({ type: 'create', path: '/p/new', kind: 'node', stat })
  expect(statOf(it, '/p/new')).toEqual(stat)
})

describe.each([
  ['create', create('/p/new'), { cversion: 2, numChildren: 2 }],
  ['delete', remove('/p/old'), { cversion: 2, numChildren: 0 }],
])('%s: the parent', (_, request, expected) => {
  test('counts it, and nothing else changes', () => {
    const it = world()
    const changed = changes(it, '/p', request)
    expect(changed).toEqual({ ...expected, pzxid: it.last })
  })
})

test('setData', () => {
  const it = world()
  const changed = changes(it, '/p', setData('/p', -1, bytes('longer than before')))
  expect(changed).toEqual({ version: 1, mzxid: it.last, mtime: 2000, dataLength: 18 })
})

test('setData to null', () => {
  const it = world()
  expect(changes(it, '/p', setData('/p'))).toMatchObject({ version: 1, dataLength: 0 })
  expect(it.state.dataOf(it.state.lookup('/p')!)).toBeUndefined()
})

test('setACL', () => {
  expect(changes(world(), '/p', setAcl('/p', OPEN_ACL))).toEqual({ aversion: 1 })
})

test('a change of a child does not reach the parent', () => {
  expect(changes(world(), '/p', setData('/p/old'))).toEqual({})
})

test('a refusal changes nothing but takes a zxid', () => {
  const it = world()
  const before = it.last
  expect(changes(it, '/p', create('/p/old'))).toEqual({})
  expect(it.last).toBe(before + 1)
})

test('the operations of a multi share zxid and time', () => {
  const it = world()
  it.run(multi(create('/a'), create('/a/b'), setData('/p')), { timeMs: 3000 })
  for (const path of ['/a', '/a/b', '/p']) expect(statOf(it, path)).toMatchObject({ mzxid: it.last, mtime: 3000 })
})

test.each([
  ['ephemeral', ephemeral('/x'), 'node', ALICE],
  ['container', container('/x'), 'container', undefined],
  ['TTL', withTtl('/x', 5), 'ttl', undefined],
])('the owner of %s', (_, request, kind, ephemeralOwner) => {
  expect(world().ask(request)).toMatchObject({ kind, stat: { ephemeralOwner } })
})

test('versions wrap around after 32 bits', () => {
  const it = world()
  const { tree } = it.state
  const znode = it.state.lookup('/p')!
  tree.setData(znode, undefined, 0x7fff_ffff, it.last, 0)
  tree.setAcl(znode, OPEN_ACL, 0x7fff_ffff)
  expect(it.codeOf(setData('/p', 0x7fff_ffff))).toBe(0)
  expect(it.codeOf(setAcl('/p', OPEN_ACL, 0x7fff_ffff))).toBe(0)
  expect(statOf(it, '/p')).toMatchObject({ version: -0x8000_0000, aversion: -0x8000_0000 })
})
