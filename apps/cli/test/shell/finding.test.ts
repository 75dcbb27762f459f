/** What is looked for, in which words, and what is summed up. */
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { argumentsOf } from '../../src/shell/arguments.ts'
import { sumsOf } from '../../src/shell/commands/du.ts'
import { find } from '../../src/shell/commands/find.ts'
import { globPattern } from '../../src/shell/glob.ts'
import type { Znode } from '../../src/shell/subtree.ts'
import { filterOf } from '../../src/shell/znode-filter.ts'

const NOW = Date.UTC(2026, 10, 22)
const HOUR_MS = 3_600_000

function znode(path: string, stat: Partial<Znode['stat']> = {}): Znode {
  const zero = { czxid: 1, mzxid: 1, pzxid: 1, version: 0, cversion: 0, aversion: 0, numChildren: 0, dataLength: 0 }
  const depth = path.split('/').length - 1
  return { path, depth, stat: { ...zero, ctime: NOW, mtime: NOW, ephemeralOwner: undefined, ...stat } }
}

test.each([
  ['worker-*', 'worker-1', true],
  ['worker-*', 'worker/1', false],
  ['worker-?', 'worker-12', false],
  ['[ab]c', 'bc', true],
  ['[!ab]c', 'bc', false],
  ['[a-c]*', 'cde', true],
  ['/app/**', '/app/one/two', true],
  ['/app/*', '/app/one/two', false],
  ['a.b', 'axb', false],
  ['a(b)|{c}$^+', 'a(b)|{c}$^+', true],
  ['', '', true],
])('glob %s on %s: %s', (glob, text, expected) => expect(globPattern(glob).test(text)).toBe(expected))

test('a bracket that is never closed', () => expect(() => globPattern('a[b')).toThrow(UsageError))

describe('conditions', () => {
  test.each([
    ['-name w*', znode('/app/w1'), true],
    ['-name app', znode('/app/w1'), false],
    ['-path /app/*', znode('/app/w1'), true],
    ['-regex p/w', znode('/app/w1'), true],
    ['-size +1k', znode('/a', { dataLength: 1025 }), true],
    ['-size +1k', znode('/a', { dataLength: 1024 }), false],
    ['-size -1', znode('/a'), true],
    ['-size 3', znode('/a', { dataLength: 3 }), true],
    ['-age +2h', znode('/a', { mtime: NOW - 3 * HOUR_MS }), true],
    ['-age +2h', znode('/a', { mtime: NOW - HOUR_MS }), false],
    ['-age -90m', znode('/a', { mtime: NOW - HOUR_MS }), true],
    ['-created +1d', znode('/a', { ctime: NOW - 25 * HOUR_MS, mtime: NOW }), true],
    ['-owner any', znode('/a', { ephemeralOwner: 0x10n }), true],
    ['-owner none', znode('/a', { ephemeralOwner: 0x10n }), false],
    ['-owner 0x10', znode('/a', { ephemeralOwner: 0x10n }), true],
    ['-owner 10', znode('/a', { ephemeralOwner: 0x11n }), false],
    ['-name a -size +0', znode('/a'), false],
    ['', znode('/a'), true],
  ])('%s', (line, one, expected) => {
    const given = argumentsOf(line.split(' ').filter(Boolean), find.options)
    expect(filterOf(given, NOW)(one)).toBe(expected)
  })

  test.each(['-size big', '-size 1g', '-age 2h', '-age +2', '-owner me', '-regex (', '-name [', '-created soon'])(
    '%s is none',
    (line) => {
      expect(() => filterOf(argumentsOf(line.split(' '), find.options), NOW)).toThrow(UsageError)
    },
  )
})

test('sums, down to a depth', () => {
  const znodes = ['/', '/a', '/a/b', '/a/b/c', '/d'].map((path, at) => ({
    ...znode(path, { dataLength: 10 ** at }),
    depth: path === '/' ? 0 : path.split('/').length - 1,
  }))
  expect(sumsOf(znodes, 1)).toEqual([
    { path: '/', znodes: 5, bytes: 11111 },
    { path: '/a', znodes: 3, bytes: 1110 },
    { path: '/d', znodes: 1, bytes: 10000 },
  ])
  expect(sumsOf(znodes, 0)).toEqual([{ path: '/', znodes: 5, bytes: 11111 }])
})
