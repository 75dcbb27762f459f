/** However a local ensemble ends, and whatever is broken then, nothing stays: no process, no directory. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalUp } from '../support/local-up.ts'

const PATIENCE_MS = 30_000

let temporary: string
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'up-'))
})
afterEach(() => rmSync(temporary, { recursive: true, force: true }))

function start(): Promise<LocalUp> {
  return LocalUp.start({ TMPDIR: temporary })
}

async function broken(): Promise<LocalUp> {
  const up = await start()
  const lines = ['slow-disk 1 60000', 'slow-disk 2 60000', 'isolate 2', 'slow-link 1 3 5000', 'pause 3']
  for (const line of lines) expect(await up.say(line)).toMatchObject({ done: line })
  return up
}

async function gone(pids: readonly number[]): Promise<readonly number[]> {
  const deadline = performance.now() + 15_000
  while (pids.some(isAlive) && performance.now() < deadline) await sleep(50)
  return pids.filter(isAlive)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test(
  'told to end while a peer is paused, disks are stuck and links are cut, it ends, soon',
  async () => {
    const up = await broken()
    const beganMs = performance.now()
    expect(await up.end()).toBe(0)
    expect(performance.now() - beganMs).toBeLessThan(8_000)
    expect(up.announced.peers.filter(({ pid }) => isAlive(pid))).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
  },
  PATIENCE_MS,
)

test(
  'killed without a word while a peer is paused, its peers end, and the next one removes what it left',
  async () => {
    const up = await broken()
    await up.end('SIGKILL')
    expect(await gone(up.announced.peers.map(({ pid }) => pid))).toEqual([])
    const [left = ''] = readdirSync(temporary)
    expect(existsSync(join(temporary, left, 'peer-1'))).toBe(true)

    const [next, another] = await Promise.all([start(), start()])
    await next.until('the directory is gone', async () => (existsSync(join(temporary, left)) ? undefined : true))
    // What belongs to a living one stays.
    expect(readdirSync(temporary)).toHaveLength(2)
    await Promise.all([next.end(), another.end()])
    expect(readdirSync(temporary)).toEqual([])
  },
  2 * PATIENCE_MS,
)
