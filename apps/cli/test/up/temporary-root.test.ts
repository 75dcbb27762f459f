import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTemporaryRoot, removeAbandonedRoots } from '../../src/up/temporary-root.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'root-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

function directory(name: string, ageMs: number): string {
  const path = join(parent, name)
  mkdirSync(join(path, 'peer-1'), { recursive: true })
  writeFileSync(join(path, 'peer-1', 'zoo.cfg'), 'tickTime=2000\n')
  const then = (Date.now() - ageMs) / 1000
  utimesSync(path, then, then)
  return path
}

test('a living owner keeps its directory, and takes it along in the end', async () => {
  const root = await makeTemporaryRoot(parent)
  writeFileSync(join(root.path, 'data'), '')
  await removeAbandonedRoots(parent)
  expect(readdirSync(root.path).toSorted()).toEqual(['data', 'owner'])
  root.remove()
  expect(readdirSync(parent)).toEqual([])
})

test('what nobody owns goes; what was made just now, or is not ours, stays', async () => {
  const abandoned = directory('quoll-up-aaaaaa', 120_000)
  const newborn = directory('quoll-up-bbbbbb', 1_000)
  const foreign = directory('quoll-other', 120_000)
  await removeAbandonedRoots(parent)
  expect([abandoned, newborn, foreign].map((path) => existsSync(path))).toEqual([false, true, true])
})

test('a path too long for a socket is never taken for abandoned', async () => {
  const deep = join(parent, 'x'.repeat(100))
  mkdirSync(deep)
  const root = await makeTemporaryRoot(deep)
  const long = (Date.now() - 120_000) / 1000
  utimesSync(root.path, long, long)
  await removeAbandonedRoots(deep)
  expect(existsSync(root.path)).toBe(true)
  root.remove()
  expect(readdirSync(deep)).toEqual([])
})

test('no directory for temporary files is nobody’s trouble', async () => {
  await expect(removeAbandonedRoots(join(parent, 'nowhere'))).resolves.toBeUndefined()
})
