/** What people are told of a data directory that nobody opens. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Epoch, WriteId } from '@quoll/core'
import { zxid } from '@quoll/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectDirectory, nodeFileSystem, openStorage, readLogSegments } from '../src/index.ts'

let directory: string
const fileSystem = nodeFileSystem()

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-inspect-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Both epochs, then transactions 1:1 to 1:4 in two writes, and an orderly end. */
function written(): Promise<void> {
  return new Promise((resolve, reject) => {
    const storage = openStorage({
      fileSystem,
      directory,
      allowEmpty: true,
      now: () => performance.now(),
      random: Math.random,
    })
    const last = 3 as WriteId
    storage.start({
      onPersisted: (upTo) => {
        if (upTo === last) storage.close(() => resolve())
      },
      onFailed: reject,
    })
    const payload = (text: string) => new TextEncoder().encode(text)
    storage.write(1 as WriteId, { type: 'epochs', accepted: 1 as Epoch, current: 1 as Epoch })
    storage.write(2 as WriteId, {
      type: 'append',
      batch: { first: zxid(1, 1), payloads: [payload('a'), payload('b')] },
      committed: zxid(0, 0),
    })
    const more = { first: zxid(1, 3), payloads: [payload('c'), payload('d')] }
    storage.write(last, { type: 'append', batch: more, committed: zxid(1, 2) })
  })
}

function firstSegment(): string {
  return join(directory, 'log', readdirSync(join(directory, 'log')).sort()[0] ?? '')
}

test('an empty directory is fresh', () => {
  const found = inspectDirectory(fileSystem, directory)
  expect(found).toMatchObject({ fresh: true, owner: undefined, epochs: undefined, segments: [], snapshots: [] })
})

test('a directory after an orderly stop: its epochs, its segments, every transaction, and not a byte changed', async () => {
  await written()
  const before = statSync(firstSegment()).mtimeMs
  const found = inspectDirectory(fileSystem, directory)
  expect(found).toMatchObject({ fresh: false, refusal: undefined, epochs: { accepted: 1, current: 1 } })
  expect(found.segments[0]).toMatchObject({ state: 'whole', before: 0, last: zxid(1, 4), transactions: 4 })

  const payloads: string[] = []
  readLogSegments(fileSystem, join(directory, 'log'), (entry) => {
    if (entry.type === 'append') payloads.push(...entry.batch.payloads.map((bytes) => new TextDecoder().decode(bytes)))
  })
  expect(payloads).toEqual(['a', 'b', 'c', 'd'])
  expect(statSync(firstSegment()).mtimeMs).toBe(before)
  expect(readdirSync(directory)).not.toContain('lock')
})

test('a damaged record: what can be read is read, and the refusal of the next start is foretold', async () => {
  await written()
  const segment = readFileSync(firstSegment())
  segment[segment.lastIndexOf('d')]! ^= 0xff
  // The mark of the last record is whole, its contents are not.
  writeFileSync(firstSegment(), segment)
  const found = inspectDirectory(fileSystem, directory)
  expect(found.segments[0]?.state).toBe('damaged')
  expect(found.segments[0]?.trouble).toMatch(/cannot be read/)
  expect(found.refusal?.message).toContain('does not start')
})
