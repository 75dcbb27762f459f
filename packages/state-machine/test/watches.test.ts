/** Who hears of what: server-semantics, section 11. */
import { type Zxid, zxid } from '@quoll/core'
import {
  type Acl,
  type Change,
  EventType,
  type LostWatch,
  missedEvent,
  OPEN_ACL,
  type Stat,
  type WatchKind,
  WatchTable,
} from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import { check, create, ephemeral, multi, remove, setAcl, setData, World } from './fixtures/world.ts'

const NODE_ACL: readonly Acl[] = [{ perms: 1, scheme: 'ip', id: '::1' }]
const PARENT_ACL: readonly Acl[] = [{ perms: 1, scheme: 'ip', id: '::2' }]
const NAMES = { 1: 'created', 2: 'deleted', 3: 'data changed', 4: 'children changed' } as const

const CREATED: Change = { type: 'created', path: '/q/p', acl: NODE_ACL, parentAcl: PARENT_ACL }
const DELETED: Change = { ...CREATED, type: 'deleted' }
const DATA_CHANGED: Change = { ...CREATED, type: 'data-changed' }

function heard(table: WatchTable<string>, ...changes: readonly Change[]): string[] {
  const lines: string[] = []
  for (const change of changes)
    table.trigger(change, (watcher, { type, path }) => lines.push(`${watcher}: ${NAMES[type]} ${path}`))
  return lines
}

function tableWith(...watches: readonly (readonly [WatchKind, string, string])[]): WatchTable<string> {
  const table = new WatchTable<string>()
  for (const [kind, path, watcher] of watches) table.add(kind, path, watcher)
  return table
}

describe('one watch of each kind, for every change of /q/p', () => {
  const created = 'w: created /q/p'
  const deleted = 'w: deleted /q/p'
  const changed = 'w: data changed /q/p'
  const children = 'w: children changed /q'

  test.each<[kind: WatchKind, path: string, create: string[], remove: string[], setData: string[]]>([
    ['data', '/q/p', [created], [deleted], [changed]],
    ['child', '/q/p', [], [deleted], []],
    ['data', '/q', [], [], []],
    ['child', '/q', [children], [children], []],
    ['persistent', '/q/p', [created], [deleted], [changed]],
    ['persistent', '/q', [children], [children], []],
    ['persistent-recursive', '/q/p', [created], [deleted], [changed]],
    ['persistent-recursive', '/q', [created], [deleted], [changed]],
    ['persistent-recursive', '/', [created], [deleted], [changed]],
    ['persistent-recursive', '/q/p/x', [], [], []],
    ['persistent-recursive', '/q/pp', [], [], []],
    ['persistent', '/', [], [], []],
    ['child', '/', [], [], []],
  ])('%s of %s', (kind, path, onCreate, onDelete, onSetData) => {
    expect(heard(tableWith([kind, path, 'w']), CREATED)).toEqual(onCreate)
    expect(heard(tableWith([kind, path, 'w']), DELETED)).toEqual(onDelete)
    expect(heard(tableWith([kind, path, 'w']), DATA_CHANGED)).toEqual(onSetData)
  })
})

describe('how often', () => {
  test.each<[WatchKind, string, boolean]>([
    ['data', '/q/p', false],
    ['child', '/q', false],
    ['persistent', '/q/p', true],
    ['persistent', '/q', true],
    ['persistent-recursive', '/q', true],
  ])('%s of %s stays: %s', (kind, path, stays) => {
    const table = tableWith([kind, path, 'w'])
    expect(heard(table, CREATED)).toHaveLength(1)
    expect(heard(table, DELETED)).toHaveLength(stays ? 1 : 0)
    expect(table.has(kind, path, 'w')).toBe(stays)
  })

  test('a child watch of the deleted znode itself is used up even when the data watch spoke first', () => {
    const table = tableWith(['data', '/q/p', 'w'], ['child', '/q/p', 'w'])
    expect(heard(table, DELETED)).toEqual(['w: deleted /q/p'])
    expect(table.counts.watches).toBe(0)
  })
})

test('one event per step, however many watches match', () => {
  const table = tableWith(
    ['data', '/q/p', 'w'],
    ['child', '/q', 'w'],
    ['persistent', '/q/p', 'w'],
    ['persistent', '/q', 'w'],
    ['persistent-recursive', '/q/p', 'w'],
    ['persistent-recursive', '/q', 'w'],
    ['persistent-recursive', '/', 'w'],
  )
  expect(heard(table, DATA_CHANGED)).toEqual(['w: data changed /q/p'])
  expect(heard(table, CREATED)).toEqual(['w: created /q/p', 'w: children changed /q'])
  expect(heard(table, DELETED)).toEqual(['w: deleted /q/p', 'w: children changed /q'])
})

test('the steps of a deletion, in order', () => {
  const table = tableWith(
    ['child', '/q', 'c'],
    ['child', '/q/p', 'b'],
    ['data', '/q/p', 'a'],
    ['persistent', '/q/p', 'p'],
  )
  expect(heard(table, DELETED)).toEqual([
    'a: deleted /q/p',
    'p: deleted /q/p',
    'b: deleted /q/p',
    'c: children changed /q',
  ])
})

test('the parent of a top-level znode is the root', () => {
  const change: Change = { type: 'created', path: '/p', acl: OPEN_ACL, parentAcl: OPEN_ACL }
  expect(heard(tableWith(['child', '/', 'w']), change)).toEqual(['w: children changed /'])
})

test('events about the children are filtered by the list of the parent', () => {
  const table = tableWith(['persistent', '/q', 'w'], ['persistent', '/q/p', 'w'], ['child', '/q/p', 'b'])
  const lists: (readonly Acl[])[] = []
  for (const change of [CREATED, DATA_CHANGED, DELETED]) table.trigger(change, (_, __, acl) => lists.push(acl))
  expect(lists).toEqual([NODE_ACL, PARENT_ACL, NODE_ACL, NODE_ACL, NODE_ACL, PARENT_ACL])
})

describe('bookkeeping', () => {
  const kinds: readonly WatchKind[] = ['data', 'child', 'persistent', 'persistent-recursive']

  test.each(kinds)('%s: added twice is there once; removed once is gone', (kind) => {
    const table = tableWith([kind, '/a', 'w'], [kind, '/a', 'w'], [kind, '/a', 'v'], [kind, '/b', 'w'])
    expect(table.counts.watches).toBe(kind === 'persistent' ? 6 : 3)
    expect(table.remove(kind, '/a', 'w')).toBe(true)
    expect(table.remove(kind, '/a', 'w')).toBe(false)
    expect(table.remove(kind, '/c', 'w')).toBe(false)
    expect([table.has(kind, '/a', 'w'), table.has(kind, '/a', 'v'), table.has(kind, '/b', 'w')]).toEqual([
      false,
      true,
      true,
    ])
  })

  test('one kind does not remove another', () => {
    const table = tableWith(['persistent', '/a', 'w'])
    expect(table.remove('data', '/a', 'w')).toBe(false)
    expect(table.has('persistent', '/a', 'w')).toBe(true)
  })

  test('a connection that is gone leaves nothing', () => {
    const table = new WatchTable<string>()
    for (const kind of kinds)
      for (const path of ['/a', '/b', '/c']) for (const watcher of ['v', 'w']) table.add(kind, path, watcher)
    table.drop('w')
    table.drop('nobody')
    expect(table.counts).toEqual({ watches: 15, data: 3, child: 3, persistent: 3, recursive: 3 })
    table.drop('v')
    expect(table.counts.watches).toBe(0)
    expect([...table.dataWatches()]).toEqual([])
  })

  test('what the commands show leaves child watches out', () => {
    const table = tableWith(['child', '/c', 'w'], ['data', '/d', 'w'], ['persistent', '/p', 'w'], ['data', '/d', 'v'])
    expect([...table.dataWatches()]).toEqual([
      ['/d', 'w'],
      ['/d', 'v'],
      ['/p', 'w'],
    ])
  })

  test('watchers may be anything, sets too', () => {
    const table = new WatchTable<Set<string>>()
    const [a, b] = [new Set(['x']), new Set(['x'])]
    table.add('data', '/a', a)
    expect(table.has('data', '/a', b)).toBe(false)
    table.add('data', '/a', b)
    expect(table.remove('data', '/a', a)).toBe(true)
    expect(table.has('data', '/a', b)).toBe(true)
  })
})

describe('what transactions make known', () => {
  function changesOf(world: World, ...requests: Parameters<World['run']>[0][]): string[] {
    return requests.flatMap((request) => world.run(request).changes.map(({ type, path }) => `${type} ${path}`))
  }

  test('writes, one by one and together', () => {
    const world = World.open()
    const each = [create('/a'), setData('/a'), remove('/a')]
    expect(changesOf(world, ...each)).toEqual(['created /a', 'data-changed /a', 'deleted /a'])
    expect(changesOf(world, multi(...each, ephemeral('/e')))).toEqual([
      'created /a',
      'data-changed /a',
      'deleted /a',
      'created /e',
    ])
    expect(changesOf(world, { type: 'close-session' })).toEqual(['deleted /e'])
  })

  test('nothing for setACL, refusals and sessions', () => {
    const world = World.open()
    const quiet = [setAcl('/', OPEN_ACL), create('/'), multi(create('/a'), check('/b')), multi()]
    expect(changesOf(world, ...quiet, { type: 'create-session', timeoutMs: 1 })).toEqual([])
  })

  test('lists as they were at the change', () => {
    const world = World.open()
    world.ask(create('/q', { acl: PARENT_ACL }))
    world.ask(setAcl('/', [{ perms: 31, scheme: 'world', id: 'anyone' }]))
    const asking = { auth: [{ scheme: 'super', id: '' }] }
    const lists = [create('/q/p', { acl: NODE_ACL }), remove('/q/p')].map(
      (request) => world.run(request, asking).changes[0],
    )
    for (const change of lists) expect(change).toMatchObject({ acl: NODE_ACL, parentAcl: PARENT_ACL })
  })
})

describe('what a client missed', () => {
  const seen = zxid(1, 5)
  const stat = (mzxid: number, pzxid: number): Stat => {
    const world = World.open()
    return { ...world.state.statOf(world.state.lookup('/')!), mzxid: mzxid as Zxid, pzxid: pzxid as Zxid }
  }

  test.each<[string, LostWatch, Stat | undefined, EventType | undefined]>([
    ['deleted', 'data', undefined, EventType.deleted],
    ['data changed', 'data', stat(seen + 1, 0), EventType.dataChanged],
    ['data as it was seen', 'data', stat(seen, seen + 1), undefined],
    ['created', 'exist', stat(0, 0), EventType.created],
    ['still missing', 'exist', undefined, undefined],
    ['deleted, for children', 'child', undefined, EventType.deleted],
    ['children changed', 'child', stat(0, seen + 1), EventType.childrenChanged],
    ['children as they were seen', 'child', stat(seen + 1, seen), undefined],
  ])('%s', (_, kind, found, event) => {
    expect(missedEvent(kind, found, seen)).toBe(event)
  })
})

test('a watcher of many paths is counted and forgotten rightly, however often its watches fired and were set again', () => {
  const table = new WatchTable<string>()
  const paths = Array.from({ length: 50 }, (_, at) => `/many/${at}`)
  for (const path of paths) table.add('data', path, 'ann')
  table.add('data', '/many/0', 'bob')
  for (let round = 0; round < 10; round++) {
    for (const path of paths.slice(0, 45)) heard(table, { ...DATA_CHANGED, path })
    expect(table.countOf('ann')).toBe(5)
    for (const path of paths.slice(0, 45)) table.add('data', path, 'ann')
    expect(table.countOf('ann')).toBe(50)
  }
  expect(table.remove('data', '/many/49', 'ann')).toBe(true)
  expect(table.countOf('ann')).toBe(49)
  expect(table.counts.data).toBe(49)

  table.add('data', '/many/0', 'bob')
  table.drop('ann')
  expect(table.countOf('ann')).toBe(0)
  expect([...table.dataWatches()]).toEqual([['/many/0', 'bob']])
})
