/** All or nothing: client-protocol, section 6. */
import { digestOf, ErrorCode, type MultiOperation, type TxnResult } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import {
  ALICE,
  bytes,
  check,
  container,
  create,
  ephemeral,
  multi,
  remove,
  sequential,
  setData,
  World,
  withTtl,
} from './fixtures/world.ts'

function resultsOf(result: TxnResult): readonly string[] {
  if (result.type !== 'multi') return [JSON.stringify(result)]
  return result.results.map((each) => (each.type === 'error' ? `error ${each.code}` : each.type))
}

test('every operation sees what the ones before it did', () => {
  const world = World.open()
  const result = world.ask(
    multi(
      create('/a'),
      create('/a/b'),
      setData('/a/b', 0, bytes('x')),
      check('/a/b', 1),
      remove('/a/b', 1),
      remove('/a'),
    ),
  )
  expect(resultsOf(result)).toEqual(['create', 'create', 'set-data', 'check', 'delete', 'delete'])
  expect(world.state.lookup('/a')).toBeUndefined()
})

test('an empty one succeeds and takes a zxid', () => {
  const world = World.open()
  const before = world.last
  expect(world.ask(multi())).toEqual({ type: 'multi', results: [] })
  expect(world.last).toBe(before + 1)
})

test('one failure: zeros before it, its code, -2 behind it, and no change', () => {
  const world = World.open()
  world.ask(create('/here'))
  const before = digestOf(world.state)
  const applied = world.run(
    multi(create('/a'), ephemeral('/e'), setData('/here'), create('/here'), create('/b'), remove('/here')),
  )
  expect(resultsOf(applied.result)).toEqual(['error 0', 'error 0', 'error 0', 'error -110', 'error -2', 'error -2'])
  expect(applied.changes).toEqual([])
  expect(digestOf(world.state)).toBe(before)
})

test('a failure takes back what was foreseen, and only that', () => {
  const world = World.open()
  world.propose(create('/kept'))
  world.propose(multi(create('/kept/a'), ephemeral('/e'), setData('/kept'), remove('/kept/a'), check('/none')))
  expect(world.propose(create('/e')).operation.type).toBe('create')
  expect(world.propose(sequential('/kept/s')).operation).toMatchObject({ path: '/kept/s0000000000' })
  expect(world.propose(setData('/kept', 0)).operation).toMatchObject({ version: 1 })
  expect(world.propose({ type: 'close-session' }).operation).toEqual({ type: 'close-session', paths: [] })
  while (world.pending.length > 0) world.deliver()
  expect(world.preparer.outstanding).toBe(0)
})

describe('what kind of znode', () => {
  test.each<[string, MultiOperation, string]>([
    ['create with flags 4 is a container', create('/x', { flags: 4 }), 'container'],
    ['createContainer with flags 2 too', create('/x', { operation: 'createContainer', flags: 2 }), 'container'],
    ['createTTL', withTtl('/x', 9), 'ttl'],
    ['createTTL with flags 0 is an ordinary create', create('/x', { operation: 'createTtl', ttlMs: 9 }), 'node'],
    ['createTTL with flags 4 a container', create('/x', { operation: 'createTtl', flags: 4, ttlMs: -1 }), 'container'],
    ['a container', container('/x'), 'container'],
  ])('%s', (_, operation, kind) => {
    expect(World.open().ask(multi(operation))).toMatchObject({ results: [{ type: 'create', kind }] })
  })

  test('alone, create with flags 4 is an ordinary znode', () => {
    expect(World.open().ask(create('/x', { flags: 4 }))).toMatchObject({ type: 'create', kind: 'node' })
  })
})

test.each([
  ['flags 7', create('/x', { flags: 7 })],
  ['flags 5 without createTTL', create('/x', { flags: 5 })],
  ['flags 6 of a container', create('/x', { operation: 'createContainer', flags: 6 })],
])('%s: the whole cannot be read', (_, operation) => {
  expect(World.open().ask(multi(create('/a'), operation))).toEqual({ type: 'error', code: ErrorCode.marshallingError })
})

test.each<[string, MultiOperation, number]>([
  ['a bad path', create('/a//b/..'), ErrorCode.noNode],
  ['no path', setData('x'), ErrorCode.badArguments],
  ['TTL 0', withTtl('/x', 0), ErrorCode.badArguments],
])('%s is a matter of the operation', (_, operation, code) => {
  expect(resultsOf(World.open().ask(multi(operation, create('/b'))))).toEqual([`error ${code}`, 'error -2'])
})

test('a session that is closing is refused operation by operation', () => {
  const world = World.open()
  world.propose({ type: 'close-session' }, { session: ALICE })
  world.propose(multi(create('/a'), create('/b')))
  world.deliver()
  expect(resultsOf(world.deliver().result)).toEqual(['error -112', 'error -2'])
})
