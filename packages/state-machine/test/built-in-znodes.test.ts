/** Server-semantics, section 1. */
import { emptyState, OPEN_ACL, READ_ACL, State } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { BUILT_IN_PATHS } from '../src/path.ts'

const ZEROS = { czxid: 0, mzxid: 0, pzxid: 0, ctime: 0, mtime: 0, version: 0, dataLength: 0, ephemeralOwner: undefined }

test.each([
  ['/', -1, 1, 0, OPEN_ACL],
  ['/zookeeper', -2, 2, 0, OPEN_ACL],
  ['/zookeeper/quota', 0, 0, 0, OPEN_ACL],
  ['/zookeeper/config', 0, 0, -1, READ_ACL],
])('a fresh %s', (path, cversion, numChildren, aversion, acl) => {
  const state = emptyState()
  const znode = state.lookup(path)!
  expect(state.statOf(znode)).toEqual({ ...ZEROS, cversion, numChildren, aversion })
  expect(state.aclOf(znode)).toEqual(acl)
  expect(state.dataOf(znode)).toEqual(new Uint8Array(0))
})

test('a fresh tree in numbers', () => {
  const state = emptyState()
  expect(state.znodeCount).toBe(BUILT_IN_PATHS.length)
  expect(state.countDescendants('/')).toBe(3)
  expect(state.countDescendants('/zookeeper')).toBe(2)
  expect(state.countDescendants('/none')).toBe(0)
  expect(state.ephemeralCount).toBe(0)
  expect(state.approximateDataSize).toBe(BUILT_IN_PATHS.join('').length)
  expect(state.childrenOf(state.lookup('/zookeeper')!)).toEqual(['quota', 'config'])
})

test('the root has two names, for readers', () => {
  const state = emptyState()
  expect(state.lookup('')).toBe(state.lookup('/'))
})

test('a new state is bare until it is filled', () => {
  expect(new State().lookup('/')).toBeUndefined()
})
