import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
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

test('one file after the other', async () => {
  const fileSystem = nodeFileSystem()
  const [first, second] = ['first', 'second'].map((name) => {
    writeFileSync(`${directory}/${name}`, '')
    truncateSync(`${directory}/${name}`, 60 * MEBIBYTE)
    return openSync(`${directory}/${name}`, 'r')
  })
  for (const name of ['first', 'second']) await new Promise((done) => fileSystem.unlink(`${directory}/${name}`, done))
  while (fstatSync(second!).size === 60 * MEBIBYTE) await pass(1)
  expect(fstatSync(first!).size).toBeLessThanOrEqual(8 * MEBIBYTE)
  for (const file of [first!, second!]) closeSync(file)
})

test.runIf(process.platform === 'linux')('however many are removed, some stay open and no more', async () => {
  const fileSystem = nodeFileSystem()
  const names = Array.from({ length: 40 }, (_, at) => `${directory}/${at}`)
  for (const name of names) {
    writeFileSync(name, '')
    truncateSync(name, 100 * MEBIBYTE)
  }
  let most = 0
  for (const name of names) {
    await new Promise((done) => fileSystem.unlink(name, done))
    most = Math.max(most, openWithoutName())
  }
  expect(most).toBeGreaterThan(1)
  // One more is on its way to be closed.
  expect(most).toBeLessThanOrEqual(17)
})

/** Files in the directory that this process has open although they have no name any more. */
function openWithoutName(): number {
  const links = readdirSync('/proc/self/fd').map((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`)
    } catch {
      return ''
    }
  })
  return links.filter((link) => link.startsWith(directory) && link.endsWith(' (deleted)')).length
}

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
