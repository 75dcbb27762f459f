/**
 * Links may be missing in any pattern. As long as a majority of voters is fully connected among itself, somebody leads and
 * commits within a bounded time, whatever the others shout from their corners.
 */
import { expect, test } from 'vitest'
import { Ensemble } from '../../src/testing/index.ts'
import { randomFrom } from './random-schedule.ts'

const runs = 40

test(`a fully connected majority gets work done, whatever other links are missing (${runs} patterns)`, {
  timeout: 60_000,
}, () => {
  for (let seed = 1; seed <= runs; seed += 1) {
    const { ensemble, core } = partlyConnected(seed)
    ensemble.passTime(100)
    const who = core.find((n) => ensemble.view(n).role === 'leading' && ensemble.view(n).phase === 'broadcast')
    const leader = who ?? (ensemble.hasLeader ? ensemble.leader : undefined)
    expect(leader, `seed ${seed}: nobody leads`).toBeDefined()
    ensemble.propose(leader as number, 'done').settle()
    expect(ensemble.delivered(leader as number), `seed ${seed}: nothing is committed`).toEqual(['done'])
  }
})

/** Five voters; three of them, the core, have all links among themselves, and every other link exists or not. */
function partlyConnected(seed: number): { ensemble: Ensemble; core: readonly number[] } {
  const random = randomFrom(seed)
  const shuffled = [1, 2, 3, 4, 5].map((n) => ({ n, key: random() })).sort((a, b) => a.key - b.key)
  const core = shuffled.slice(0, 3).map(({ n }) => n)
  const ensemble = Ensemble.of(5).quiet()
  for (let a = 1; a <= 5; a += 1) {
    for (let b = a + 1; b <= 5; b += 1) {
      const inCore = core.includes(a) && core.includes(b)
      if (!inCore && random() < 0.6) ensemble.cut(a, b)
    }
  }
  return { ensemble: ensemble.elect(), core }
}
