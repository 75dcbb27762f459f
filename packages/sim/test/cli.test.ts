import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runSim } from '../src/cli.ts'
import { readArguments, UsageError } from '../src/command/arguments.ts'
import { describeViolation } from '../src/command/summary.ts'
import { simulate } from '../src/simulate.ts'

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const stdout = { write: (text: string) => (out += text), isTTY: false }
  const code = await runSim(argv, { stdout, stderr: { write: (text: string) => (err += text) } })
  return { code, out, err }
}

test('one seed: the knobs first, then what was exercised, then the verdict', async () => {
  const { code, out } = await run('--seed', '42', '--seconds', '5')
  expect(code).toBe(0)
  expect(out.split('\n')[0]).toMatch(/^seed 42: \d voters, \d observers, 5 s with faults$/)
  expect(out).toMatch(/^ {2}elections +\d+$/m)
  expect(out).toMatch(/seed 42: nothing found, trace [0-9a-f]{16}-\d+\n$/)
})

test('several seeds, with a choice of faults', async () => {
  const { code, out } = await run('--seeds=3', '--seconds=4', '--faults', 'crash,cut', '--peers', '3')
  expect(code).toBe(0)
  expect(out).toMatch(/^3 seeds, /)
  expect(out).toMatch(/nothing found\n$/)
})

test('a trace is a file with a line per fact', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-trace-'))
  try {
    const path = join(directory, 'a.trace')
    await run('--seed', '7', '--seconds', '3', '--peers', '3', '--trace', path)
    const trace = readFileSync(path, 'utf8')
    expect(trace).toMatch(/ {2}\d {2}starts with 0:0/)
    expect(trace).toMatch(/became role leading phase broadcast/)
    expect(trace).toMatch(/persist #\d+ append/)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('what makes no sense is refused with a sentence and exit code 2', async () => {
  for (const argv of [
    ['--bogus'],
    ['--seed'],
    ['--seed', 'x'],
    ['--faults', 'flood'],
    ['--trace', 'f'],
    ['--peers', '0'],
  ]) {
    const { code, err } = await run(...argv)
    expect(code).toBe(2)
    expect(err.trim().length).toBeGreaterThan(10)
    expect(() => readArguments(argv)).toThrow(UsageError)
  }
})

test('a violation names the property, the moment, and the command that shows it again', () => {
  const options = { seed: 5, peers: 3, faults: ['crash', 'power'] as const }
  const result = simulate({ ...options, seconds: 1 })
  const violation = { checker: 'agreement', sentence: 'peer 2 delivered 5:3', atMs: 1204 }
  expect(describeViolation({ ...result, violation }, options, 150)).toBe(
    'agreement broken at 1.204 s: peer 2 delivered 5:3\n' +
      'again:  quoll sim --seed 5 --seconds 150 --peers 3 --faults crash,power --trace sim-5.trace',
  )
})
