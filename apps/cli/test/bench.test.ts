/** `quoll bench` against a real ensemble, peers and all in processes of their own. */
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finished, firstLine, quoll, startQuoll } from './quoll.ts'

const PATIENCE_MS = 40_000
let ensemble: ChildProcess
let connect = ''

beforeAll(async () => {
  ensemble = startQuoll(['up', '--headless'])
  connect = (JSON.parse(await firstLine(ensemble)) as { connect: string }).connect
}, PATIENCE_MS)

afterAll(async () => {
  const ended = finished(ensemble)
  ensemble.kill('SIGINT')
  await ended
}, PATIENCE_MS)

type Result = { readonly ok: boolean; readonly operations: number }

async function bench(...words: string[]): Promise<Partial<Result>> {
  const { code, stdout, stderr } = await quoll('bench', '--connect', connect, '--json', ...words)
  expect([code, stderr]).toEqual([0, ''])
  const { results } = JSON.parse(stdout) as { results: Result[] }
  return results[0] ?? {}
}

async function znodes(): Promise<readonly number[]> {
  const { stdout } = await quoll('status', '--connect', connect, '--json')
  return (JSON.parse(stdout) as { peers: { znodes: number }[] }).peers.map((peer) => peer.znodes)
}

test(
  'every operation, two threads: all replies right, and nothing left behind',
  async () => {
    const before = await znodes()
    const mix = 'create,set,get,exists,children,seq,eph,multi,sync'
    const words = ['--connections', '8', '--window', '4', '--duration', '1', '--warm-up', '0.2', '--workers', '2']
    const result = await bench('--mix', mix, ...words)
    expect(result).toMatchObject({ ok: true, lostConnections: 0, unanswered: 0, seconds: 1 })
    expect(result.operations).toBeGreaterThan(50)
    expect(await znodes()).toEqual(before)
  },
  PATIENCE_MS,
)

test(
  'at a rate, as many as were due',
  async () => {
    const result = await bench('--rate', '100', '--mix', 'get', '--duration', '1')
    expect(result).toMatchObject({ ok: true, type: 'load' })
    expect(result.operations).toBeGreaterThan(80)
    expect(result.operations).toBeLessThanOrEqual(102)
  },
  PATIENCE_MS,
)

test(
  'watchers are told, sessions come back',
  async () => {
    expect(await bench('--watchers', '20', '--changes', '3')).toMatchObject({ ok: true, changes: 3, wrong: [] })
    expect(await bench('--sessions', '20', '--duration', '0.2')).toMatchObject({ ok: true, lost: 0, expired: 0 })
  },
  PATIENCE_MS,
)

test(
  'a comparison is a table with a ratio, for people',
  async () => {
    const words = ['--compare', connect, '--names', 'one,other', '--rounds', '1', '--duration', '0.3', '--warm-up', '0']
    const { code, stdout } = await quoll('bench', '--connect', connect, ...words)
    expect(stdout).toMatch(/measured +one +other +ratio/)
    expect(stdout).toMatch(/a second +[\d,.]+ +[\d,.]+ +[\d.]+ ×/)
    expect(code).toBe(0)
  },
  PATIENCE_MS,
)

test(
  'where nobody serves it says so, by its exit code too',
  async () => {
    const { code, stderr } = await quoll('bench', '--connect', '127.0.0.1:1')
    expect([code, stderr]).toEqual([3, expect.stringContaining('nobody serves at 127.0.0.1:1')])
  },
  PATIENCE_MS,
)

test('used wrongly, it says how to use it', async () => {
  const { code, stderr } = await quoll('bench', '--connect', connect, '--window', '0')
  expect([code, stderr]).toEqual([2, expect.stringContaining('--window takes a whole number from 1 to 10000')])
})
