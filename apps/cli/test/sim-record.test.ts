/** A simulated run in a file, and the same run out of it again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { quoll } from './quoll.ts'

const directory = mkdtempSync(join(tmpdir(), 'quoll-sim-record-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('sim --record writes what replay shows', async () => {
  const file = join(directory, 'seed-7.trace.gz')
  const run = await quoll('sim', '--seed', '7', '--seconds', '5', '--faults', 'none', '--peers', '3', '--record', file)
  expect(run.stderr).toBe('')
  expect(run.stdout).toContain('seed 7: nothing found')
  expect(run.code).toBe(0)

  const replay = await quoll('replay', file, '--json')
  const { verdict, epoch } = JSON.parse(replay.stdout)
  expect([verdict, epoch]).toEqual([expect.stringContaining('3 of 3 up'), 1])
})

it('says what is missing where a recording has no seed', async () => {
  const run = await quoll('sim', '--seeds', '2', '--record', join(directory, 'none'))
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('--record goes with --seed or --watch')])
})
