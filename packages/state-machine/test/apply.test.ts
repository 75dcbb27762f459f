/** `apply` decides nothing, but it survives everything: what no leader writes changes nothing. */
import { peerId, zxid } from '@quoll/core'
import { apply, digestOf, ErrorCode, OPEN_ACL, type TxnOperation } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { ALICE, create, World } from './fixtures/world.ts'

const PLAIN = {
  type: 'create',
  data: undefined,
  acl: OPEN_ACL,
  kind: { type: 'persistent' },
  parentCversion: 9,
} as const

function world(): World {
  const world = World.open()
  world.ask(create('/a'))
  world.ask(create('/a/b'))
  return world
}

test.each<[string, TxnOperation]>([
  ['a create that exists', { ...PLAIN, path: '/a' }],
  ['a create without parent', { ...PLAIN, path: '/x/y' }],
  ['a create of no path', { ...PLAIN, path: '/a/' }],
  ['the root', { ...PLAIN, path: '/' }],
  ['an ephemeral of nobody', { ...PLAIN, path: '/x', kind: { type: 'ephemeral', owner: 99n as typeof ALICE } }],
  ['a delete of nothing', { type: 'delete', path: '/x' }],
  ['a delete of a parent', { type: 'delete', path: '/a' }],
  ['a delete of the root', { type: 'delete', path: '/' }],
  ['a delete of a built-in znode', { type: 'delete', path: '/zookeeper/quota' }],
  ['data of nothing', { type: 'set-data', path: '/x', data: undefined, version: 1 }],
  ['a list of nothing', { type: 'set-acl', path: '/x', acl: OPEN_ACL, version: 1 }],
])('%s is a misfit', (_, operation) => {
  const { state } = world()
  const before = digestOf(state)
  const header = { session: ALICE, xid: 1, origin: peerId(1), request: 1, timeMs: 1 }
  const { result, changes } = apply(state, zxid(1, 99), { ...header, operation })
  expect(result).toEqual({ type: 'error', code: ErrorCode.runtimeInconsistency })
  expect(changes).toEqual([])
  expect(digestOf(state)).toBe(before)
})

test('refusals are passed on as they were decided', () => {
  const { state } = world()
  const header = { session: ALICE, xid: 1, origin: peerId(1), request: 1, timeMs: 1 }
  const refused = apply(state, zxid(1, 99), { ...header, operation: { type: 'error', code: ErrorCode.sessionMoved } })
  expect(refused.result).toEqual({ type: 'error', code: ErrorCode.sessionMoved })
})

test('whether somebody wants the answer changes nothing but the answer', () => {
  const create = (path: string): TxnOperation => ({ ...PLAIN, path })
  const write = (path: string): TxnOperation => ({ type: 'set-data', path, data: Uint8Array.of(7), version: 1 })
  const operations: readonly TxnOperation[] = [
    write('/a'),
    write('/nowhere'),
    create('/c'),
    { type: 'multi', operations: [write('/a/b'), create('/d'), { type: 'delete', path: '/a/b' }, write('/a')] },
    { type: 'delete', path: '/d' },
    { type: 'close-session', paths: ['/c'] },
  ]
  const [asked, unasked] = [world().state, world().state]
  for (const [at, operation] of operations.entries()) {
    const txn = { session: ALICE, xid: 1, origin: peerId(1), request: at, timeMs: 1, operation }
    const { changes } = apply(asked, zxid(1, 100 + at), txn)
    expect(apply(unasked, zxid(1, 100 + at), txn, false).changes).toEqual(changes)
    expect(digestOf(unasked)).toBe(digestOf(asked))
  }
})
