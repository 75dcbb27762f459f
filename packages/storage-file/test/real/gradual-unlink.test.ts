import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as pass } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeFileSystem } from '../../src/index.ts'

const MEBIBYTE = 1024 * 1024

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(`${tmpdir()}/quoll-unlink-`)
  path = `${directory}/file`
  writeFileSync(path, 'what was in it')
})
afterEach(() => rmSync(directory, { recursive: true }))

function unlink(which = path): Promise<Error | undefined> {
  return new Promise((done) => nodeFileSystem().unlink(which, done))
}

test('the name is gone at once, and the room of a large file follows piece by piece', async () => {
  truncateSync(path, 100 * MEBIBYTE)
  const file = openSync(path, 'r')
  expect(await unlink()).toBeUndefined()
  expect(existsSync(path)).toBe(false)
  const sizes = new Set<number>()
  for (let size = 100 * MEBIBYTE; size > 8 * MEBIBYTE; size = fstatSync(file).size) {
    sizes.add(size)
    await pass(1)
  }
  const descending = [...sizes]
  for (let at = 1; at < descending.length; at++)
    expect(descending[at - 1]! - descending[at]!).toBeLessThanOrEqual(4 * 8 * MEBIBYTE)
  expect(sizes.size).toBeGreaterThan(3)
  closeSync(file)
})

test('a name that was given to a new file meanwhile keeps it', async () => {
  truncateSync(path, 30 * MEBIBYTE)
  expect(await unlink()).toBeUndefined()
  writeFileSync(path, 'new')
  await pass(100)
  expect(readFileSync(path, 'utf8')).toBe('new')
})

test('a file that has another name stays whole', async () => {
  truncateSync(path, 30 * MEBIBYTE)
  linkSync(path, `${directory}/backup`)
  expect(await unlink()).toBeUndefined()
  expect(existsSync(path)).toBe(false)
  await pass(100)
  expect(statSync(`${directory}/backup`).size).toBe(30 * MEBIBYTE)
})

test('a link goes, what it points to stays', async () => {
  truncateSync(path, 30 * MEBIBYTE)
  symlinkSync(path, `${directory}/link`)
  expect(await unlink(`${directory}/link`)).toBeUndefined()
  expect(existsSync(`${directory}/link`)).toBe(false)
  await pass(100)
  expect(statSync(path).size).toBe(30 * MEBIBYTE)
})

test('what is not there counts as removed, and what cannot be removed is an error', async () => {
  expect(await unlink(`${directory}/other`)).toBeUndefined()
  expect(await unlink(directory)).toMatchObject({ code: expect.stringMatching(/EISDIR|EPERM/) })
})
