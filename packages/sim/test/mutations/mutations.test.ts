/**
 * The checkers see. Every mutation breaks one rule in one place of the code under test, and some run within its number of
 * seeds notices; the very same runs of the unmutated code notice nothing.
 */
import { afterAll, describe, expect, test } from 'vitest'
import type { SimOptions } from '../../src/options.ts'
import type { SimResult } from '../../src/simulation.ts'
import { type Edit, type Mutant, makeMutant } from './mutant.ts'
import { MUTATIONS, type Mutation } from './mutations.ts'

const SECONDS = 40
const TIMEOUT_MS = 180_000

const unmutated = new Map<string, Promise<Mutant>>()

afterAll(async () => {
  for (const mutant of unmutated.values()) await (await mutant).end()
})

describe('a mutation is noticed', () => {
  test.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))('%s', isNoticed, TIMEOUT_MS)
})

async function isNoticed(_name: string, mutation: Mutation): Promise<void> {
  const { alongside = [], seeds } = mutation
  const mutant = await makeMutant([mutation, ...alongside])
  try {
    const caught = await firstViolation(mutant, mutation, seeds)
    expect(caught, `nothing was noticed within ${seeds} seeds (${mutation.breaks})`).toBeDefined()
    const before = await firstViolation(await without(alongside), mutation, caught?.knobs.seed ?? 0)
    expect(before?.violation, 'the same runs without the mutation').toBeUndefined()
  } finally {
    await mutant.end()
  }
}

async function firstViolation(mutant: Mutant, { options }: Mutation, seeds: number): Promise<SimResult | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const run: SimOptions = { seconds: SECONDS, ...options, seed }
    const result = await mutant.run(run)
    if (result.violation !== undefined) return result
  }
  return undefined
}

/** The code as it is, but for the circumstances. */
function without(alongside: readonly Edit[]): Promise<Mutant> {
  const key = JSON.stringify(alongside)
  const known = unmutated.get(key) ?? makeMutant(alongside)
  unmutated.set(key, known)
  return known
}
