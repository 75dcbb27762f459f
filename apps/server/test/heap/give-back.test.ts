import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MEBIBYTE = 1024 * 1024
const SMALL = 24 * MEBIBYTE

async function heapAfterRush(how: 'giving' | 'free', patienceMs: number): Promise<number> {
  const file = `${import.meta.dirname}/rushed-heap.ts`
  const { stdout } = await promisify(execFile)(process.execPath, [file, how, `${SMALL}`, `${patienceMs}`])
  return Number(stdout)
}

test('a process gives back after a rush what it needed for it, and would not by itself', async () => {
  const [giving, free] = await Promise.all([heapAfterRush('giving', 90_000), heapAfterRush('free', 20_000)])
  expect(giving).toBeLessThan(SMALL)
  expect(free).toBeGreaterThan(2 * SMALL)
}, 120_000)
