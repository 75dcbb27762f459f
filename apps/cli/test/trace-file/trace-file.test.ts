import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRecording } from '../../src/commands/recording.ts'
import { replaySource } from '../../src/sources/replay-source.ts'
import { readTrace } from '../../src/trace-file/read-trace.ts'
import { TraceWriter } from '../../src/trace-file/trace-writer.ts'
import { quoll } from '../quoll.ts'

const HEADER: TraceHeader = { trace: 1, clock: 'wall', atMs: 5, connect: 'a:1', title: 'test', peers: [{ id: 1 }] }
const lost = (n: number): TraceRecord => ({ type: 'lost', atMs: n, peer: 1, why: `dark 🌒 ${n}` })
const LOST = Array.from({ length: 200 }, (_, n) => lost(n))

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-trace-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const file = (name: string): string => join(directory, name)
const unexpected = (error: Error): void => expect(error).toBeUndefined()

async function written(name: string): Promise<string> {
  const writer = await TraceWriter.open(file(name), HEADER, unexpected)
  for (const record of LOST) writer.write(record)
  await writer.end()
  expect(writer.figures).toMatchObject({ records: LOST.length, leftOut: 0 })
  expect(writer.figures.bytes).toBe(readFileSync(file(name)).length)
  return file(name)
}

describe.each(['a.trace', 'a.trace.gz'])('%s', (name) => {
  test('is read as it was written', async () => {
    expect(await readTrace(await written(name))).toEqual({ header: HEADER, records: LOST, remark: undefined })
  })

  test('cut short anywhere is read as far as it goes, and says so', async () => {
    const whole = readFileSync(await written(name))
    const half = file(`half-${name}`)
    writeFileSync(half, whole.subarray(0, Math.floor(whole.length * 0.6)))
    const { records, remark } = await readTrace(half)
    expect(records.length).toBeGreaterThan(10)
    expect(records).toEqual(LOST.slice(0, records.length))
    expect(remark).toContain('ends in the middle')
    const told: TraceRecord[] = []
    replaySource({ header: HEADER, records, remark }).start((record) => told.push(record))
    expect(told.at(-1)).toMatchObject({ type: 'trouble', text: remark })
  })
})

test('a compressed trace is one by its content, not by its name', async () => {
  const whole = readFileSync(await written('b.trace.gz'))
  writeFileSync(file('renamed'), whole)
  expect((await readTrace(file('renamed'))).records).toEqual(LOST)
  expect(gunzipSync(whole).toString().split('\n')).toHaveLength(LOST.length + 2)
})

test.each([
  ['an empty file', '', 'line 1 is not the header'],
  ['something else', 'hello\n', 'line 1 is not JSON'],
  ['a record that is damaged', `${JSON.stringify(HEADER)}\n{"type":"lost"}\n`, 'line 2.atMs should be a number'],
  ['a later version', '{"trace":9}\n', 'version 9'],
  ['compressed nonsense', gzipSync('nonsense\n'), 'line 1 is not JSON'],
])('%s is refused with its line', async (name, content, message) => {
  writeFileSync(file(name), content)
  await expect(readTrace(file(name))).rejects.toThrow(message)
  const { code, stderr } = await quoll('replay', '--once', file(name))
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)])
})

test('a disk that is full ends the recording with a sentence, and nothing else', async () => {
  const failures: Error[] = []
  const source = { header: HEADER, kind: 'recorded', start: () => {}, stop: () => {} } as const
  const { writer, end } = await startRecording(source, '/dev/full', (error) => failures.push(error))
  for (let n = 0; n < 50; n++) writer.write(lost(n))
  await expect(end()).rejects.toMatchObject({
    message: 'could not write /dev/full: the disk is full',
    next: expect.stringContaining('Make room'),
  })
  expect(failures).toHaveLength(1)
  writer.write(lost(1))
})

test('where nothing can be written nothing is begun', async () => {
  const source = { header: HEADER, kind: 'recorded', start: () => {}, stop: () => {} } as const
  const begun = startRecording(source, file('none/x.trace'), unexpected)
  await expect(begun).rejects.toMatchObject({ message: expect.stringContaining('there is no such directory') })
})
