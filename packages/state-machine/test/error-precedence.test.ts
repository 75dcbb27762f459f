/**
 * Which of several faults a client hears of: server-semantics, section 4. Every row breaks one rule and, where it can,
 * rules that come after it; a row is right when the earlier rule answers.
 */
import { type Acl, type AuthId, ErrorCode, type WriteRequest } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import {
  type ALICE,
  type Asking,
  BOB,
  check,
  create,
  ephemeral,
  multi,
  remove,
  setAcl,
  setData,
  World,
  withTtl,
} from './fixtures/world.ts'

const NOBODY: Asking = { session: 77n as typeof ALICE }
const NONE: readonly Acl[] = [{ perms: 0, scheme: 'world', id: 'anyone' }]
const BAD: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'me' }]
const SUPER: readonly AuthId[] = [{ scheme: 'super', id: '' }]

/** `/closed` and `/closed/child` forbid everything; `/e` is ephemeral; `/full` has a child; versions of `/full` are 1. */
function world(extendedTypes = true): World {
  const world = World.open({ extendedTypes })
  for (const request of [
    create('/closed'),
    create('/closed/child'),
    create('/full'),
    create('/full/child'),
    ephemeral('/e'),
  ])
    world.ask(request)
  world.ask(setData('/full'))
  world.ask(setAcl('/full', [{ perms: 31, scheme: 'world', id: 'anyone' }]))
  world.ask(setAcl('/closed/child', NONE))
  world.ask(setAcl('/closed', NONE))
  return world
}

type Row = [what: string, request: WriteRequest, code: number, asking?: Asking]

function refusals(rows: readonly Row[]): void {
  test.each<Row>(rows)('%s', (_, request, code, asking) => {
    expect(world().codeOf(request, asking)).toBe(code)
  })
}

describe('create', () => {
  refusals([
    ['null path before flags', create(undefined, { flags: 9 }), ErrorCode.marshallingError],
    ['flags 7 before session', create('x', { flags: 7 }), ErrorCode.badArguments, NOBODY],
    ['flags -1', create('/a', { flags: -1 }), ErrorCode.badArguments],
    ['a TTL flag without the operation', create('/a', { flags: 5 }), ErrorCode.badArguments, NOBODY],
    ['TTL 0', withTtl('/a', 0), ErrorCode.badArguments, NOBODY],
    ['TTL above 40 bits', withTtl('/a', 2 ** 40), ErrorCode.badArguments],
    ['TTL missing', create('/a', { operation: 'createTtl', flags: 5 }), ErrorCode.badArguments],
    ['createTTL with flags 0', create('/a', { operation: 'createTtl', flags: 0, ttlMs: 1000 }), ErrorCode.badArguments],
    ['createTTL, flags 0, negative TTL', create('/a', { operation: 'createTtl', ttlMs: -1 }), ErrorCode.badArguments],
    ['session before path', create('x'), ErrorCode.sessionExpired, NOBODY],
    ['path without slash before ACL', create('x', { acl: BAD }), ErrorCode.badArguments],
    ['NUL before ACL', create('/\0', { acl: BAD }), ErrorCode.badArguments],
    ['ACL before missing parent', create('/none/a', { acl: BAD }), ErrorCode.invalidAcl],
    ['null ACL', create('/a', { acl: undefined }), ErrorCode.invalidAcl],
    ['missing parent before path', create('/none/..'), ErrorCode.noNode],
    ['a strange path has a strange parent', create('/a/'), ErrorCode.noNode],
    ['a strange path, empty component', create('/a//b'), ErrorCode.noNode],
    ['a path without leading slash', create('a/b'), ErrorCode.noNode],
    ['permission before path', create('/closed/..'), ErrorCode.noAuth],
    ['permission before existence', create('/closed/child'), ErrorCode.noAuth],
    ['path', create('/full/..'), ErrorCode.badArguments],
    ['two slashes', create('//'), ErrorCode.badArguments],
    ['existence', create('/full'), ErrorCode.nodeExists],
    ['the root exists', create('/'), ErrorCode.nodeExists],
    ['a child of an ephemeral', create('/e/a'), ErrorCode.noChildrenForEphemerals],
    ['below /zookeeper/config', create('/zookeeper/config/a'), ErrorCode.noAuth],
    ['below /zookeeper', create('/zookeeper/a'), ErrorCode.ok],
    ['sequential in a "directory"', create('/full/', { flags: 2 }), ErrorCode.ok],
    ['TTL of 40 bits', withTtl('/a', 2 ** 40 - 1), ErrorCode.ok],
    ['super passes any ACL', create('/closed/new'), ErrorCode.ok, { auth: SUPER }],
  ])

  test('outstanding znodes count as if they were there', () => {
    const it = world()
    it.propose(ephemeral('/p'))
    it.propose(create('/p/c'))
    it.propose(create('/p'))
    expect(it.pending.map(({ operation }) => (operation.type === 'error' ? operation.code : 0))).toEqual([
      ErrorCode.ok,
      ErrorCode.noChildrenForEphemerals,
      ErrorCode.nodeExists,
    ])
  })

  test.each([
    ['createTTL', withTtl('x', 0)],
    ['a TTL flag', create('x', { flags: 6 })],
  ])('%s is unimplemented unless switched on, before anything else', (_, request) => {
    expect(world(false).codeOf(request, NOBODY)).toBe(ErrorCode.unimplemented)
  })
})

describe('delete', () => {
  refusals([
    ['null path', remove(undefined), ErrorCode.marshallingError, NOBODY],
    ['session before path', remove('x'), ErrorCode.sessionExpired, NOBODY],
    ['path without slash', remove('x'), ErrorCode.badArguments],
    ['NUL', remove('/\0'), ErrorCode.badArguments],
    ['the root', remove('/'), ErrorCode.badArguments],
    ['/zookeeper', remove('/zookeeper'), ErrorCode.badArguments],
    ['/zookeeper/quota', remove('/zookeeper/quota'), ErrorCode.badArguments],
    ['/zookeeper/config', remove('/zookeeper/config'), ErrorCode.badArguments, { auth: SUPER }],
    ['missing parent', remove('/none/a'), ErrorCode.noNode],
    ['permission before existence', remove('/closed/none'), ErrorCode.noAuth],
    ['missing', remove('/none'), ErrorCode.noNode],
    ['a strange path is just missing', remove('/..'), ErrorCode.noNode],
    ['version before children', remove('/full', 7), ErrorCode.badVersion],
    ['version -2', remove('/full/child', -2), ErrorCode.badVersion],
    ['children', remove('/full', 1), ErrorCode.notEmpty],
    ['any version', remove('/full/child'), ErrorCode.ok],
    ['the own ACL is irrelevant', remove('/closed'), ErrorCode.notEmpty],
    ['by another session', remove('/e'), ErrorCode.ok, { session: BOB }],
  ])
})

describe('setData', () => {
  refusals([
    ['null path', setData(undefined), ErrorCode.marshallingError, NOBODY],
    ['session before path', setData('x'), ErrorCode.sessionExpired, NOBODY],
    ['path', setData('/closed/'), ErrorCode.badArguments],
    ['empty path', setData(''), ErrorCode.badArguments],
    ['missing', setData('/none'), ErrorCode.noNode],
    ['permission before version', setData('/closed', 9), ErrorCode.noAuth],
    ['version', setData('/full', 0), ErrorCode.badVersion],
    ['the right version', setData('/full', 1), ErrorCode.ok],
    ['/zookeeper', setData('/zookeeper'), ErrorCode.ok],
    ['/zookeeper/config', setData('/zookeeper/config'), ErrorCode.noAuth],
    ['/zookeeper/config by super', setData('/zookeeper/config'), ErrorCode.ok, { auth: SUPER }],
  ])
})

describe('setACL', () => {
  refusals([
    ['null path', setAcl(undefined, BAD), ErrorCode.marshallingError, NOBODY],
    ['session before path', setAcl('x', BAD), ErrorCode.sessionExpired, NOBODY],
    ['path before ACL', setAcl('/a/', BAD), ErrorCode.badArguments],
    ['ACL before existence', setAcl('/none', BAD), ErrorCode.invalidAcl],
    ['ACL before permission', setAcl('/closed', []), ErrorCode.invalidAcl],
    ['missing', setAcl('/none', NONE), ErrorCode.noNode],
    ['permission before version', setAcl('/closed', NONE, 9), ErrorCode.noAuth],
    ['version, counted by itself', setAcl('/full', NONE, 0), ErrorCode.badVersion],
    ['the right version', setAcl('/full', NONE, 1), ErrorCode.ok],
  ])
})

describe('check', () => {
  test.each<[string, ReturnType<typeof check>, number, Asking?]>([
    ['session before path', check('x'), ErrorCode.sessionExpired, NOBODY],
    ['path', check('x'), ErrorCode.badArguments],
    ['missing', check('/none'), ErrorCode.noNode],
    ['permission before version', check('/closed', 9), ErrorCode.noAuth],
    ['version', check('/full', 9), ErrorCode.badVersion],
  ])('%s', (_, operation, code, asking) => {
    const result = world().ask(multi(operation), asking)
    expect(result).toEqual({ type: 'multi', results: [{ type: 'error', code }] })
  })
})
