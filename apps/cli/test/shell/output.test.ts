import { expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { parseAcl } from '../../src/shell/acl-text.ts'
import { drawing } from '../../src/shell/commands/tree.ts'
import { EXPLANATIONS, errorLines } from '../../src/shell/explain.ts'
import { aclLines, printable } from '../../src/shell/output.ts'

const STAT = {
  ...{ czxid: 1, mzxid: 1, ctime: 0, mtime: 0, version: 0, cversion: 0, aversion: 0 },
  ...{ ephemeralOwner: undefined, dataLength: 0, numChildren: 0, pzxid: 1 },
}

test('what a znode holds cannot give the terminal orders', () => {
  expect(printable('a\x1b[2Jb\tc\nd\u202ee\x07')).toBe('a\\u001b[2Jb\tc\nd\\u202ee\\u0007')
})

test('ACLs, there and back', () => {
  const acl = parseAcl('world:anyone:r,digest:ada:uPcOQw=:cdrwa,auth::rw')
  expect(acl).toEqual([
    { scheme: 'world', id: 'anyone', perms: 1 },
    { scheme: 'digest', id: 'ada:uPcOQw=', perms: 31 },
    { scheme: 'auth', id: '', perms: 3 },
  ])
  expect(aclLines(acl.slice(0, 2))).toEqual(["'world,'anyone", ': r', "'digest,'ada:uPcOQw=", ': cdrwa'])
  for (const text of ['', 'world', 'world:anyone', 'world:anyone:xyz', ':anyone:r'])
    expect(() => parseAcl(text), text).toThrow(UsageError)
})

test('a tree is drawn with its branches', () => {
  const at = (path: string, depth: number, more: object = {}) => ({ path, depth, stat: { ...STAT, ...more } })
  const lines = drawing([
    at('/', 0),
    at('/a', 1, { dataLength: 5 }),
    at('/a/b', 2),
    at('/a/b/c', 3),
    at('/a/d', 2, { ephemeralOwner: 1n, dataLength: 2 }),
    at('/e', 1),
    at('/e/f', 2),
  ])
  expect(lines).toEqual([
    '/',
    '├── a  (5 B)',
    '│   ├── b',
    '│   │   └── c',
    '│   └── d  (2 B, ephemeral)',
    '└── e',
    '    └── f',
  ])
  expect(drawing([at('/x/y', 0)])).toEqual(['/x/y'])
})

test.each(Object.entries(EXPLANATIONS))('%s says what it means and what to do', (_, { means, next }) => {
  expect(means).toMatch(/^[A-Z].{10,}\.$/)
  expect(next).toMatch(/^\S.{10,}\.$/)
})

test('what is no error of the ensemble explains itself', () => {
  expect(errorLines(new UsageError('write it so'))).toEqual(['write it so'])
})
