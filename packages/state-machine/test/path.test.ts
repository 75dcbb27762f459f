import { isValidPath, nameOf, parentPathOf } from '@quoll/state-machine'
import { expect, test } from 'vitest'
import { hasPathShape } from '../src/path.ts'

test.each([
  '/',
  '/a',
  '/a/b',
  '/a b',
  '/...',
  '/a..b',
  '/.a',
  '/a.',
  '/..a/b',
  '/\u00a0',
  '/\u2028',
  '/日本',
  '/\uf900',
  '/\uffef',
])('%j is legal', (path) => {
  expect(isValidPath(path)).toBe(true)
})

test.each([
  '',
  'a',
  'a/b',
  '/a/',
  '//',
  '//a',
  '/a//b',
  '/.',
  '/..',
  '/a/.',
  '/./a',
  '/a/../b',
  '/a/./b',
  '/\0',
  '/\u0001',
  '/\u0019',
  '/\u001f',
  '/\u007f',
  '/\u009f',
  '/\ud800',
  '/😀',
  '/\ue000',
  '/\uf8ff',
  '/\ufff0',
  '/\ufffd',
  '/\uffff',
])('%j is refused', (path) => {
  expect(isValidPath(path)).toBe(false)
})

test('create and delete look at less: a slash, and no NUL', () => {
  expect(['/a/', '//', 'a/b', '/..'].every(hasPathShape)).toBe(true)
  expect(['', 'a', '/\0'].some(hasPathShape)).toBe(false)
})

test.each([
  ['/a', '/', 'a'],
  ['/a/b', '/a', 'b'],
  ['/a/', '/a', ''],
  ['//', '/', ''],
  ['a/b', 'a', 'b'],
])('%s is below %s, named %s', (path, parent, name) => {
  expect(parentPathOf(path)).toBe(parent)
  expect(nameOf(path)).toBe(name)
})
