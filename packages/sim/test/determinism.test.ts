/** A seed is a run: the same one every time, in every process. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { simulate } from '../src/simulate.ts'

const SECONDS = 30

test('the same seed gives the same run, event by event', () => {
  for (const seed of [3, 11, 42]) {
    const first = simulate({ seed, seconds: SECONDS })
    const again = simulate({ seed, seconds: SECONDS })
    expect(again.digest).toBe(first.digest)
    expect(again.events).toBe(first.events)
    expect([...again.counts]).toEqual([...first.counts])
  }
})

test('another seed gives another run', () => {
  expect(simulate({ seed: 3, seconds: 5 }).digest).not.toBe(simulate({ seed: 4, seconds: 5 }).digest)
})

test('writing a trace changes nothing', () => {
  const lines: string[] = []
  const traced = simulate({ seed: 11, seconds: SECONDS, trace: (line) => lines.push(line) })
  expect(traced.digest).toBe(simulate({ seed: 11, seconds: SECONDS }).digest)
  expect(lines.length).toBeGreaterThan(1_000)
})

test('another process, with other hash seeds and another memory layout, gives the same run', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-sim-'))
  try {
    const outfile = join(directory, 'sim.mjs')
    await build({
      stdin: {
        contents: `import { simulate } from './simulate.ts'; console.log(simulate({ seed: 42, seconds: ${SECONDS} }).digest)`,
        resolveDir: fileURLToPath(new URL('../src', import.meta.url)),
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['source'],
    })
    const { digest } = simulate({ seed: 42, seconds: SECONDS })
    for (const flags of [['--hash-seed=1'], ['--hash-seed=7', '--max-lazy', '--no-opt']]) {
      expect(execFileSync(process.execPath, [...flags, outfile], { encoding: 'utf8' }).trim()).toBe(digest)
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
