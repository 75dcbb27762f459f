/**
 * The whole tour, as a person takes it: `npm start` in a real terminal, every view, the leader killed with its key, the story
 * followed to the recovery and played backwards, the window made smaller and larger, and quit. Nothing stays behind.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noTerminal, openTerminal, type Terminal } from './tmux.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const START_MS = 120_000
const TOUR_MS = 180_000

/** Every process that descends from one. */
function descendants(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const found = [pid]
  for (const parent of found)
    for (const [child, of] of pairs) if (of === parent && child !== undefined) found.push(child)
  return found.slice(1)
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`)
}

/** The directories in which the peers of this run live. */
function homesOf(pids: readonly number[]): readonly string[] {
  const args = pids.map((pid) => execFileSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' }))
  return args.flatMap((text) => /--config (\S+)\/peer-\d+\//.exec(text)?.[1] ?? [])
}

/** The newest sentence of the story, without its time. */
function newest(screen: string): string {
  return /what happened[^\n]*\n\s*\S+\s+([^\n]*)/.exec(screen)?.[1] ?? ''
}

describe.skipIf(noTerminal !== undefined)(`npm start${noTerminal === undefined ? '' : ` (${noTerminal})`}`, () => {
  let terminal: Terminal
  let family: readonly number[] = []
  let homes: readonly string[] = []

  beforeAll(async () => {
    terminal = await openTerminal(['npm', 'start'], {
      columns: 80,
      rows: 24,
      directory: ROOT,
      env: { LANG: 'C.UTF-8' },
    })
    await terminal.until('3 of 3 up, survives 1 failure', START_MS)
    family = descendants(await terminal.pid())
    homes = homesOf(family)
  }, START_MS)

  afterAll(async () => {
    await terminal?.[Symbol.asyncDispose]()
  })

  test(
    'the tour',
    async () => {
      const first = await terminal.screen()
      expect(first).toMatch(/^ quoll {2}3 of 3 up/)
      expect(first).toMatch(/epoch 1, led by \d/)
      expect(homes.length).toBe(3)

      for (const [digit, title] of VIEWS) {
        await terminal.type(digit)
        await terminal.until(`${digit} ${title}`)
      }
      await terminal.type('1')
      await terminal.until('what happened')

      const leader = Number(/led by (\d)/.exec(first)?.[1])
      await terminal.type(`:peer ${leader}`)
      await terminal.keys('Enter')
      await terminal.until(new RegExp(`[▸] ${leader} L`))
      await terminal.type('K')
      const asked = await terminal.until(`kill ${leader}, the leader: 2 of 3 stay`)
      expect(asked).toMatch(/expect an\s+election/)
      await terminal.type('y')
      const recovered = await terminal.until(new RegExp(`after kill ${leader}: writes waited`))
      expect(recovered).toMatch(/2 of 3 up, survives no further failure/)
      expect(recovered).toMatch(/takes the lead in epoch 2: writes are possible again/)
      expect(recovered).toMatch(/won round \d+ with 2 of 3 votes/)

      await terminal.type('[')
      const before = await terminal.until(/paused .* behind/)
      expect(newest(before)).toMatch(/lost its leader|was killed|writes wait/)
      expect(before).not.toContain('takes the lead in epoch 2')
      for (let steps = 0; steps < 40 && !/takes the lead in epoch 2/.test(await terminal.screen()); steps++)
        await terminal.type('.')
      await terminal.until('takes the lead in epoch 2')
      await terminal.type(',')
      await terminal.until(/paused .* behind/)
      await terminal.type('0')
      await terminal.until(/after kill \d: writes waited/)

      await terminal.type('R')
      await terminal.until('3 of 3 up, survives 1 failure', 30_000)

      await terminal.resize(60, 16)
      expect((await terminal.until(/^ quoll {2}3 of 3 up[^\n]*led by/)).split('\n').length).toBeLessThanOrEqual(16)
      await terminal.resize(59, 16)
      await terminal.until('needs 60x16, has 59x16')
      await terminal.resize(200, 60)
      await terminal.until('clients connect to')

      await terminal.type('q')
      expect(await terminal.exitCode()).toBe(0)
    },
    TOUR_MS,
  )

  test('nothing is left behind: no process, no data, the screen as it was', async () => {
    expect(family.filter(isAlive)).toEqual([])
    expect(homes.filter((home) => existsSync(home) && readdirSync(home).length > 0)).toEqual([])
    expect(await terminal.screen()).not.toContain('what happened')
  })
})

/** Digits and titles, as the dashboard shows them. */
const VIEWS: readonly (readonly [string, string])[] = [
  ['2', 'peer'],
  ['3', 'elections'],
  ['4', 'znodes'],
  ['5', 'sessions'],
  ['6', 'watches'],
  ['7', 'transactions'],
  ['8', 'metrics'],
  ['9', 'help'],
]
