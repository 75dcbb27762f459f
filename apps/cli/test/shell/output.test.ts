import { ZooKeeperError } from '@quoll/client'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { parseAcl } from '../../src/shell/acl-text.ts'
import { drawing } from '../../src/shell/commands/tree.ts'
import { EXPLANATIONS, errorLines } from '../../src/shell/explain.ts'
import { aclLines, printable, sizeText, statLines } from '../../src/shell/output.ts'

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

test('dates as Java prints them, whose years have four digits', () => {
  const lines = statLines({ ...STAT, ctime: Date.UTC(2026, 10, 2, 8, 57), ephemeralOwner: 0x1000an })
  expect(lines).toContain('ctime = Mon Nov 02 08:57:00 UTC 2026')
  expect(lines).toContain('ephemeralOwner = 0x1000a')
})

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [200 * 1024 ** 2, '200 MiB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

test.each([
  ['NO_NODE', '/gone does not exist', 'Node does not exist: /gone', 'There is no znode'],
  [
    'NO_NODE',
    'the parent of /gone does not exist',
    'Node does not exist: /gone',
    'The parent of /gone does not exist.',
  ],
  ['NODE_EXISTS', '/gone exists already', 'Node already exists: /gone', 'Somebody has created it'],
  ['NOT_EMPTY', '/gone has children', 'Node not empty: /gone', 'Only a znode without'],
  ['BAD_VERSION', '/gone has another version', 'version No is not valid : /gone', 'It was changed'],
  ['NO_AUTH', 'the ACL of /gone', 'Insufficient permission : /gone', 'Its ACL'],
] as const)('%s begins with the words that scripts for zkCli look for', (code, message, what, means) => {
  const lines = errorLines(new ZooKeeperError(code, message, { path: '/gone' }))
  expect(lines).toEqual([what, expect.stringContaining(means), expect.any(String)])
})

test.each(Object.entries(EXPLANATIONS))('%s says what it means and what to do', (_, { means, next }) => {
  expect(means).toMatch(/^[A-Z].{10,}\.$/)
  expect(next).toMatch(/^\S.{10,}\.$/)
})

test('what is no error of the ensemble explains itself', () => {
  expect(errorLines(new UsageError('write it so', 'So.'))).toEqual(['write it so', '  Nothing was done.', '  So.'])
  expect(errorLines(new UsageError('not so'), 'ls')).toEqual([
    'not so',
    '  Nothing was done.',
    '  help ls has examples.',
  ])
})
