/** What is predicted, against what whole simulated ensembles do: every network that three and four voters can be left with, and many of five. */
import { Scenario } from '@quoll/sim'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/control.ts'
import { type Outlook, outlookOf } from '../../src/model/quorum-outlook.ts'

type Cut = readonly [number, number]

function cutsOf(voters: number): readonly Cut[] {
  const ids = Array.from({ length: voters }, (_, i) => i + 1)
  return ids.flatMap((a) => ids.filter((b) => b > a).map((b): Cut => [a, b]))
}

/** The highest led before. */
function predicted(voters: number, cuts: readonly Cut[]): Outlook {
  const faults = cuts.flatMap(([a, b]): Fault[] => [
    { type: 'cut', from: a, to: b },
    { type: 'cut', from: b, to: a },
  ])
  const peers = Array.from({ length: voters }, (_, i) => ({
    id: i + 1,
    observer: false,
    running: true,
    role: i + 1 === voters ? 'leading' : 'following',
    clients: 0,
  }))
  return outlookOf({ peers, faults })
}

/** Who serves, steadily, once everybody has noticed; undefined when nobody does. */
function played(voters: number, cuts: readonly Cut[]): number | undefined {
  const play = Scenario.of(voters)
  for (const [a, b] of cuts) play.cut(a, b)
  play.passTime(4000)
  const { leader } = play
  for (let i = 0; i < 10; i++) {
    play.passTime(100)
    if (play.leader !== leader || leader === undefined || !play.view(leader).serving) return undefined
  }
  return leader
}

describe.each([
  [3, 1],
  [4, 1],
  [5, 5],
])('of %i voters, every network in %i', (voters, every) => {
  const pairs = cutsOf(voters)
  const networks = Array.from({ length: 2 ** pairs.length }, (_, bits) => pairs.filter((_, i) => bits & (1 << i)))
  const all = networks
    .filter((_, i) => i % every === 0)
    .map((cuts) => ({ cuts, outlook: predicted(voters, cuts), leader: played(voters, cuts) }))

  test('what is certain comes about', () => {
    const wrong = all.filter(({ outlook, leader }) => {
      if (outlook.open) return false
      if (outlook.leader !== undefined) return leader !== outlook.leader
      return outlook.serving.length === 0
        ? leader !== undefined
        : leader === undefined || !outlook.serving.includes(leader)
    })
    expect(wrong).toEqual([])
  })

  test('what is open goes either way, and is rare', () => {
    const open = all.filter(({ outlook }) => outlook.open)
    expect(open.length).toBeLessThan(all.length / 2)
    if (voters > 3) expect(new Set(open.map(({ leader }) => leader !== undefined)).size).toBe(2)
  })
})
