/** The doctor: what it makes of what it finds, and a whole visit to real directories. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { offsetOf } from '../src/doctor/ask-date.ts'
import { checkClock, judgeOffset } from '../src/doctor/clock.ts'
import { checkConfiguration } from '../src/doctor/configuration.ts'
import { checkData } from '../src/doctor/data.ts'
import { checkDisk, type DiskFacts } from '../src/doctor/disk.ts'
import { measureDisk } from '../src/doctor/disk-speed.ts'
import { checkEnsemble } from '../src/doctor/ensemble.ts'
import type { Finding } from '../src/doctor/finding.ts'
import { checkMachine, type MachineFacts } from '../src/doctor/machine.ts'
import { checkNames } from '../src/doctor/names.ts'
import { checkOwnPort, checkPeerPort } from '../src/doctor/ports.ts'
import { findingLines } from '../src/doctor/print-findings.ts'
import { observePeer } from '../src/peers/observe-peer.ts'
import { quoll } from './quoll.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-doctor-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const grades = (findings: readonly Finding[]) => findings.map(({ grade }) => grade)
const GIB = 1024 ** 3

describe('what it makes of', () => {
  const machine: MachineFacts = {
    node: '24.1.0',
    openFiles: 20_000,
    totalMemory: 8 * GIB,
    freeMemory: GIB,
    processors: 2,
  }

  test.each([
    [{}, ['good', 'good', 'good', 'good']],
    [{ node: '22.17.0' }, ['problem', 'good', 'good', 'good']],
    [{ openFiles: 1024 }, ['good', 'warning', 'good', 'good']],
    [{ openFiles: undefined }, ['good', 'note', 'good', 'good']],
    [{ freeMemory: 1000 }, ['good', 'good', 'warning', 'good']],
    [{ processors: 1 }, ['good', 'good', 'good', 'note']],
  ])('a machine with %j', (more, expected) => {
    expect(grades(checkMachine({ ...machine, ...more }, 10_000))).toEqual(expected)
  })

  const speed = (p50: number, p99: number) => ({ syncMs: { p50, p99, max: p99, count: 400 }, bytesPerSecond: 1e8 })
  const disk: DiskFacts = {
    directory: '/d',
    type: 0xef53,
    totalBytes: 100 * GIB,
    freeBytes: 50 * GIB,
    speed: undefined,
    busy: false,
  }

  test.each([
    [{}, ['good']],
    [{ freeBytes: GIB / 2 }, ['warning']],
    [{ freeBytes: 1000 }, ['problem']],
    [{ type: 0x01021994 }, ['problem', 'good']],
    [{ type: 0x6969 }, ['warning', 'good']],
    [{ speed: speed(1, 3) }, ['good', 'good']],
    [{ speed: speed(1, 30) }, ['good', 'warning']],
    [{ speed: speed(100, 300) }, ['good', 'problem']],
    [{ speed: speed(0.001, 0.002) }, ['good', 'warning']],
  ])('a disk with %j', (more, expected) => {
    expect(grades(checkDisk({ ...disk, ...more }))).toEqual(expected)
  })

  test('clocks', () => {
    expect(grades(checkClock({ jumpMs: 1, lateMs: 1, watchedMs: 1000 }))).toEqual(['good', 'good'])
    expect(grades(checkClock({ jumpMs: -3_600_000, lateMs: 800, watchedMs: 1000 }))).toEqual(['warning', 'warning'])
    const date = 'Sun, 22 Nov 2026 10:00:05 GMT'
    const told = Date.parse(date)
    const near = offsetOf(date, told + 300, told + 310)!
    expect([near.fromMs, near.toMs]).toEqual([-310, 700])
    expect(judgeOffset('p', near).grade).toBe('good')
    expect(judgeOffset('p', offsetOf(date, told - 60_000, told - 59_990)!).what).toContain('ahead of ours')
    expect(judgeOffset('p', offsetOf(date, told + 60_000, told + 60_010)!).what).toContain('behind ours')
    expect(offsetOf('nonsense', 0, 0)).toBeUndefined()
  })

  test('names', async () => {
    expect(grades(await checkNames(['127.0.0.1']))).toEqual(['good'])
    expect(grades(await checkNames(['localhost', 'nowhere.invalid']))).toEqual(['good', 'problem'])
  })

  test('ports, its own and those of others', async () => {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 }
    expect((await checkOwnPort({ ...port, purpose: 'clients' }, undefined)).grade).toBe('problem')
    expect((await checkOwnPort({ ...port, purpose: 'clients' }, 7)).grade).toBe('good')
    expect((await checkPeerPort('peer 2', port)).grade).toBe('good')
    await new Promise((done) => server.close(done))
    expect((await checkOwnPort({ ...port, purpose: 'clients' }, undefined)).grade).toBe('good')
    expect((await checkPeerPort('peer 2', port)).grade).toBe('warning')
    expect((await checkOwnPort({ host: '192.0.2.1', port: 1, purpose: 'clients' }, undefined)).what).toContain(
      'no address',
    )
    expect((await checkOwnPort({ host: 'x.invalid', port: 1, purpose: 'clients' }, undefined)).what).toContain('name')
  })

  test('an ensemble of which nobody answers', async () => {
    const findings = checkEnsemble([await observePeer({ host: '127.0.0.1', port: 1 })])
    expect(grades(findings)).toEqual(['problem', 'warning'])
  })

  test('a configuration', () => {
    const file = join(directory, 'zoo.cfg')
    writeFileSync(file, 'clientPort=x\n')
    expect(grades(checkConfiguration(file).findings)).toEqual(['problem', 'problem'])
    const members = [1, 2].map((id) => `server.${id}=127.0.0.1:${id}`).join('\n')
    writeFileSync(join(directory, 'myid'), '1')
    writeFileSync(file, `dataDir=${directory}\nclientPort=1\nnonsense=1\n${members}\n`)
    expect(grades(checkConfiguration(file).findings)).toEqual(['note', 'note'])
  })

  test('a data directory', () => {
    chmodSync(directory, 0o700)
    expect(grades(checkData(directory).findings)).toEqual(['good', 'good'])
    expect(grades(checkData(join(directory, 'later')).findings)).toEqual(['note'])
    expect(grades(checkData(join(directory, 'a/b')).findings)).toEqual(['problem'])
    chmodSync(directory, 0o755)
    expect(grades(checkData(directory).findings)).toEqual(['note', 'good'])
    writeFileSync(join(directory, 'format'), 'quoll storage 9\n')
    expect(checkData(directory).findings.at(-1)).toMatchObject({
      grade: 'problem',
      next: expect.stringContaining('version that wrote it'),
    })
  })
})

test('the measurement of the disk leaves nothing behind', () => {
  const { syncMs, bytesPerSecond } = measureDisk(directory)
  expect(syncMs.count).toBeGreaterThan(3)
  expect(syncMs.p50).toBeLessThanOrEqual(syncMs.p99)
  expect(bytesPerSecond).toBeGreaterThan(1000)
  expect(readdirSync(directory)).toEqual([])
})

test('findings fit the terminal, problems last in the count', () => {
  const lines = findingLines(
    [
      { area: 'disk', grade: 'problem', what: 'w '.repeat(80).trim(), means: 'm', next: 'n' },
      { area: 'machine', grade: 'good', what: 'fine', means: 'because', next: 'nothing' },
    ],
    60,
    false,
  )
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
  expect(lines.slice(0, 3)).toEqual(['machine', '  ok       fine', '           because'])
  expect(lines.at(-1)).toBe('1 problem, 0 warnings.')
})

test('a visit: a directory of another version is not trusted, by the exit code too', async () => {
  mkdirSync(join(directory, 'data'), { mode: 0o700 })
  const well = await quoll('doctor', '--data', join(directory, 'data'), '--no-write', '--json')
  const report = JSON.parse(well.stdout) as { version: number; problems: number; findings: Finding[] }
  expect([well.code, report.version]).toEqual([report.problems === 0 ? 0 : 1, 1])
  for (const { what, means, next } of report.findings)
    for (const part of [what, means, next]) expect(part.length).toBeGreaterThan(3)
  writeFileSync(join(directory, 'data/format'), 'quoll storage 9\n')
  const ill = await quoll('doctor', '--data', join(directory, 'data'), '--no-write')
  expect([ill.code, ill.stdout]).toEqual([4, expect.stringContaining('PROBLEM')])
}, 30_000)
