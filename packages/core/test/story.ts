import { expect } from 'vitest'
import type { Ensemble } from '../src/testing/index.ts'

/** The trace of `ensemble` is the one in `<claim>.trace` beside the test; `vitest -u` rewrites it. */
export async function tells(ensemble: Ensemble, claim: string): Promise<void> {
  await expect(ensemble.trace()).toMatchFileSnapshot(`./${claim}.trace`)
}
