import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('the young generation of a busy process stays small, and would not by itself', () => {
  const [bounded, free] = ['bounded', 'free'].map((how) =>
    Number(execFileSync(process.execPath, [`${import.meta.dirname}/busy-heap.ts`, how], { encoding: 'utf8' })),
  ) as [number, number]
  expect(bounded).toBeLessThanOrEqual(32 * 1024 * 1024)
  expect(free).toBeGreaterThan(bounded)
})
