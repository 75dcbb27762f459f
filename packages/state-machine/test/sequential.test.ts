/** Server-semantics, section 6. */
import { ErrorCode } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { check, create, multi, remove, sequential, World } from './fixtures/world.ts'

function nameFrom(world: World, path: string): string {
  const result = world.ask(sequential(path))
  return result.type === 'create' ? result.path : `refused: ${JSON.stringify(result)}`
}

function counterAt(world: World, path: string, cversion: number): void {
  world.state.tree.countCreated(world.state.lookup(path)!, cversion, world.last)
}

test('the parent counts all its children, whatever their names', () => {
  const world = World.open()
  for (const path of ['/p', '/p/a', '/p/b']) world.ask(create(path))
  expect(nameFrom(world, '/p/x-')).toBe('/p/x-0000000002')
  expect(nameFrom(world, '/p/y-')).toBe('/p/y-0000000003')
  expect(nameFrom(world, '/p/')).toBe('/p/0000000004')
})

test('neither deletes nor failures move the count', () => {
  const world = World.open()
  world.ask(create('/p'))
  world.ask(create('/p/a'))
  world.ask(create('/p/a'))
  world.ask(remove('/p/a'))
  world.ask(multi(sequential('/p/x-'), check('/none')))
  expect(nameFrom(world, '/p/x-')).toBe('/p/x-0000000001')
})

test('a parent made again starts again', () => {
  const world = World.open()
  world.ask(create('/p'))
  world.ask(create('/p/a'))
  world.ask(remove('/p/a'))
  world.ask(remove('/p'))
  world.ask(create('/p'))
  expect(nameFrom(world, '/p/x-')).toBe('/p/x-0000000000')
})

test('outstanding creates count', () => {
  const world = World.open()
  world.propose(create('/p'))
  world.propose(sequential('/p/x-'))
  world.propose(sequential('/p/x-'))
  expect(world.pending.map(({ operation }) => (operation.type === 'create' ? operation.path : operation.type))).toEqual(
    ['/p', '/p/x-0000000000', '/p/x-0000000001'],
  )
})

test('several in one multi get consecutive numbers', () => {
  const result = World.open().ask(multi(create('/p'), sequential('/p/x-'), sequential('/p/x-')))
  expect(result).toMatchObject({ results: [{}, { path: '/p/x-0000000000' }, { path: '/p/x-0000000001' }] })
})

test('the last number is given out once for each prefix', () => {
  const world = World.open()
  world.ask(create('/p'))
  counterAt(world, '/p', 2_147_483_647)
  expect(nameFrom(world, '/p/x-')).toBe('/p/x-2147483647')
  const frozen = world.state.statOf(world.state.lookup('/p')!).pzxid
  expect(world.codeOf(sequential('/p/x-'))).toBe(ErrorCode.nodeExists)
  expect(nameFrom(world, '/p/y-')).toBe('/p/y-2147483647')
  expect(world.state.statOf(world.state.lookup('/p')!)).toMatchObject({ pzxid: frozen, numChildren: 2, cversion: -4 })
})

test('a sign takes one of the ten places', () => {
  const world = World.open()
  const parent = world.state.tree
  world.ask(create('/p'))
  parent.remove(world.state.lookup('/')!, world.state.lookup('/p')!, '/p', world.last)
  const times = { czxid: world.last, mzxid: world.last, pzxid: world.last, ctime: 0, mtime: 0 }
  const versions = { version: 0, cversion: -5, aversion: 0 }
  const damaged = parent.insert('/p', undefined, { acl: [], kind: { type: 'persistent' }, ...times, ...versions })
  parent.link(world.state.lookup('/')!, damaged)
  expect(nameFrom(world, '/p/x')).toBe('/p/x-000000005')
})
