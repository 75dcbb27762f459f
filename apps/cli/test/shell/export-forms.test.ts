/** What is exported is what is imported, in both forms; what is no export is refused with a sentence. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Acls } from '@quoll/client'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { CommandError } from '../../src/errors.ts'
import type { Copy } from '../../src/shell/subtrees/copies.ts'
import { readDirectory, writeDirectory } from '../../src/shell/subtrees/directory-form.ts'
import { type Exported, jsonForm, readJsonForm, writeWhole } from '../../src/shell/subtrees/json-form.ts'

const root = mkdtempSync(join(tmpdir(), 'quoll-export-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let count = 0
const place = (): string => join(root, `${count++}`)

async function* each(copies: readonly Copy[]): AsyncGenerator<Copy> {
  yield* copies
}

const FORMS: Readonly<Record<string, (copies: readonly Copy[]) => Promise<Exported>>> = {
  json: async (copies) => {
    const file = place()
    await writeWhole(file, jsonForm('/top', each(copies)), false)
    return readJsonForm(file)
  },
  directory: async (copies) => {
    const directory = place()
    await writeDirectory(directory, '/top', each(copies))
    return readDirectory(directory)
  },
}

const top: Copy = { relative: '', data: undefined, acl: Acls.open, ephemeral: false }

const data = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined })
const textData = fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text))
const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[/\0\uFEFF]/g, '_'))
  .filter((text) => text !== '.' && text !== '..' && Buffer.from(text).toString() === text)
const acl = fc.array(
  fc.record({ perms: fc.integer({ min: 1, max: 31 }), scheme: fc.constantFrom('digest', 'ip'), id: fc.string() }),
  { minLength: 1, maxLength: 2 },
)
const copy = fc.record({
  data: fc.oneof(data, textData),
  acl: fc.oneof(fc.constant(Acls.open), acl),
  ephemeral: fc.boolean(),
})

/** Children below a top, and some of them below the first. */
const subtrees = fc
  .tuple(copy, fc.uniqueArray(fc.tuple(name, copy), { maxLength: 6, selector: ([one]) => one }))
  .map(([first, below]): Copy[] => {
    const [parent, ...rest] = below.map(([one, traits]) => ({ ...traits, relative: `/${one}` }))
    if (parent === undefined) return [{ ...first, relative: '' }]
    return [
      { ...first, relative: '' },
      parent,
      ...rest.map((one, at) => (at % 2 ? one : { ...one, relative: `${parent.relative}${one.relative}` })),
    ]
  })

const inOrder = (copies: readonly Copy[]): readonly Copy[] =>
  [...copies]
    .sort((a, b) => (a.relative < b.relative ? -1 : 1))
    .map((one) => ({ ...one, data: one.data && Uint8Array.from(one.data) }))

describe.each(Object.entries(FORMS))('%s', (_, thereAndBack) => {
  test('there and back, byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(subtrees, async (copies) => {
        const back = await thereAndBack(copies)
        expect(back.top).toBe('/top')
        expect(inOrder(back.copies)).toEqual(inOrder(copies))
      }),
      { numRuns: 60 },
    )
  })

  test('null, empty, a byte order mark, broken text, names of its own', async () => {
    const datas = [undefined, [], [0xef, 0xbb, 0xbf, 0x61], [0xff, 0], [0x61]].map(
      (bytes) => bytes && Uint8Array.from(bytes),
    )
    const names = ['@data', '@znode.json', '%40data', 'a%b', '__proto__', 'ä\u0301', '\u007f', 'data', '...']
    const copies = [top, ...names.map((one, at) => ({ ...top, relative: `/${one}`, data: datas[at % datas.length] }))]
    expect(inOrder((await thereAndBack(copies)).copies)).toEqual(inOrder(copies))
  })
})

test('text can be read, a znode a line, by its owner only', async () => {
  const file = place()
  const acls = [{ scheme: 'world', id: 'anyone', perms: 1 }]
  const copies = [top, { ...top, relative: '/a', data: new TextEncoder().encode('hällo'), acl: acls }]
  await writeWhole(file, jsonForm('/top', each(copies)), false)
  expect(readFileSync(file, 'utf8').split('\n')).toEqual([
    '{"format":"quoll-znodes","version":1,"path":"/top","znodes":[',
    '{"path":"","data":null},',
    '{"path":"/a","data":"hällo","acl":[{"scheme":"world","id":"anyone","perms":"r"}]}',
    ']}',
    '',
  ])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await expect(writeWhole(file, jsonForm('/top', each([top])), false)).rejects.toThrow('exists already')
  await writeWhole(file, jsonForm('/top', each([top])), true)
  expect((await readJsonForm(file)).copies).toHaveLength(1)
})

test('what is interrupted leaves nothing behind that looks like an export', async () => {
  async function* failing(): AsyncGenerator<Copy> {
    yield top
    throw new Error('the connection is lost')
  }
  const [file, directory] = [place(), place()]
  await expect(writeWhole(file, jsonForm('/top', failing()), false)).rejects.toThrow('the connection is lost')
  await expect(readJsonForm(file)).rejects.toThrow('ENOENT')
  await expect(writeDirectory(directory, '/top', failing())).rejects.toThrow('the connection is lost')
  await expect(readDirectory(directory)).rejects.toThrow('not completed')
})

const HEAD = '{"format":"quoll-znodes","version":1,"path":"/top","znodes":'

test.each([
  ['', 'is no JSON'],
  ['[]', 'is no JSON object'],
  ['{}', 'is no export of quoll shell'],
  ['{"format":"quoll-znodes","version":2,"path":"/a","znodes":[]}', 'has version 2'],
  [`${HEAD}3}`, 'has no list'],
  [`${HEAD}[]}`, 'the top is missing'],
  [`${HEAD}[{"path":""},{"path":""}]}`, 'is there twice'],
  [`${HEAD}[{"path":""},{"path":"/a/b"}]}`, 'the parent of /a/b'],
  [`${HEAD}[{"path":""},{"path":"/../b"}]}`, 'is no path below the top'],
  [`${HEAD}[{"path":"","data":3}]}`, 'neither text nor null'],
  [`${HEAD}[{"path":"","base64":"*"}]}`, 'is not base64'],
  [`${HEAD}[{"path":"","acl":[]}]}`, 'is no list'],
  [`${HEAD}[{"path":"","acl":[{"scheme":"world","id":"anyone","perms":"q"}]}]}`, 'an entry without'],
  [`${HEAD}[{"path":"","data":"${'x'.repeat(0x100000)}"}]}`, 'more than servers take'],
])('a file that is none: %.60s', async (text, says) => {
  const file = place()
  writeFileSync(file, text)
  await expect(readJsonForm(file)).rejects.toThrow(says)
  await expect(readJsonForm(file)).rejects.toThrow(CommandError)
})

describe('a directory that is none', () => {
  const exported = async (): Promise<string> => {
    const directory = place()
    await writeDirectory(directory, '/top', each([top, { ...top, relative: '/a' }]))
    return directory
  }
  test.each<[string, (directory: string) => void, string]>([
    ['a foreign file', (at) => writeFileSync(join(at, 'notes.txt'), ''), 'is no part of an export'],
    ['a link', (at) => symlinkSync('/etc', join(at, 'b')), 'neither a file nor a directory'],
    ['a name nobody writes', (at) => mkdirSync(join(at, '@b')), 'is no name that an export writes'],
    ['a name that leads away', (at) => mkdirSync(join(at, '%2F')), 'is no name that an export writes'],
    ['a broken description', (at) => writeFileSync(join(at, 'a', '@znode.json'), '{'), 'is no JSON'],
    ['too much data', (at) => writeFileSync(join(at, 'a', '@data'), 'x'.repeat(0x100000)), 'larger than'],
  ])('%s', async (_, damage, says) => {
    const directory = await exported()
    damage(directory)
    await expect(readDirectory(directory)).rejects.toThrow(says)
  })

  test('nothing is written into one that is not empty', async () => {
    await expect(writeDirectory(await exported(), '/top', each([top]))).rejects.toThrow('is not empty')
  })

  test('a name that is too long for a file', async () => {
    const long = { ...top, relative: `/${'ä'.repeat(200)}` }
    await expect(writeDirectory(place(), '/top', each([top, long]))).rejects.toThrow('too long for a file')
  })
})
