/** The tables behind the tree give back what is no longer used. */
import type { Acl } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { AclTable } from '../src/store/acl-table.ts'
import { Owners } from '../src/store/owners.ts'
import { type Znode, ZnodeTable } from '../src/store/znode-table.ts'
import { ALICE, BOB, create, remove, setAcl, World } from './fixtures/world.ts'

function listOf(id: number): readonly Acl[] {
  return [{ perms: 31, scheme: 'ip', id: `10.0.0.${id}` }]
}

test('equal lists are one, until the last user is gone', () => {
  const table = new AclTable()
  const [first, again, other] = [table.use(listOf(1)), table.use(listOf(1)), table.use(listOf(2))]
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  table.release(first)
  expect(table.get(first)).toEqual(listOf(1))
  table.release(first)
  expect(table.use(listOf(3))).toBe(first)
  expect(table.get(other)).toEqual(listOf(2))
})

test('lists whose texts run together are different', () => {
  const table = new AclTable()
  const entry = (scheme: string, id: string): readonly Acl[] => [{ perms: 1, scheme, id }]
  expect(table.use(entry('ab', 'c'))).not.toBe(table.use(entry('a', 'bc')))
})

test('a znode given one list after another keeps one', () => {
  const world = World.open()
  world.ask(create('/a'))
  for (let at = 1; at < 100; at++) world.ask(setAcl('/a', listOf(at)), { auth: [{ scheme: 'super', id: '' }] })
  world.ask(remove('/a'), { auth: [{ scheme: 'super', id: '' }] })
  expect(world.state.tree.aclCount).toBe(2)
})

test('numbers of owners and slots of znodes are used again', () => {
  const owners = new Owners()
  const [a, b] = [1 as Znode, 2 as Znode]
  const first = owners.add(ALICE, a)
  expect(owners.add(ALICE, b)).toBe(first)
  owners.remove(first, a)
  owners.remove(first, b)
  expect(owners.add(BOB, a)).toBe(first)

  const table = new ZnodeTable()
  const slots = ['/1', '/2', '/3'].map((path) => table.add(path))
  table.remove(slots[1]!, '/2')
  expect([table.add('/4'), table.add('/5')]).toEqual([slots[1], slots[2]! + 1])
  expect(table.size).toBe(4)
})

test('what a table remembers of a path changes with the path', () => {
  const table = new ZnodeTable()
  const long = `/${'x'.repeat(200)}`
  for (const path of ['/a', '/b', long]) {
    expect(table.find(path)).toBeUndefined()
    const znode = table.add(path)
    expect(table.find(path)).toBe(znode)
    expect(table.find(path)).toBe(znode)
    table.remove(znode, path)
    expect(table.find(path)).toBeUndefined()
    expect(table.add(path)).toBe(znode)
    expect(table.find(path)).toBe(znode)
  }
  // More paths than are remembered, so that they take each other's places.
  const paths = Array.from({ length: 20_000 }, (_, at) => `/many/${at}`)
  const znodes = paths.map((path) => table.add(path))
  expect(paths.map((path) => table.find(path))).toEqual(znodes)
  for (const [at, path] of paths.entries()) if (at % 2 === 0) table.remove(znodes[at]!, path)
  expect(paths.map((path) => table.find(path))).toEqual(znodes.map((znode, at) => (at % 2 === 0 ? undefined : znode)))
})

test('children stay in order, whichever of them leaves', () => {
  for (const leaver of [0, 1, 2]) {
    const table = new ZnodeTable()
    const parent = table.add('/')
    const children = ['/a', '/b', '/c'].map((path) => table.add(path))
    for (const child of children) table.link(parent, child)
    table.unlink(parent, children[leaver]!)
    expect([...table.children(parent)]).toEqual(children.filter((_, at) => at !== leaver))
    const late = table.add('/d')
    table.link(parent, late)
    expect([...table.children(parent)].at(-1)).toBe(late)
  }
})
