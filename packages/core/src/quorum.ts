/**
 * Majorities. Knows numbers and nothing of peers, so that it can be checked against counting by hand: any two quorums
 * of one ensemble meet, and the quorum point of some acknowledgements is the highest one a majority has reached.
 */
import { assert } from './assert.ts'

/** How many of `voters` make a quorum: more than half. */
export function quorumSize(voters: number): number {
  return Math.floor(voters / 2) + 1
}

export function isQuorum(count: number, voters: number): boolean {
  return count >= quorumSize(voters)
}

/**
 * The highest value that a quorum has reached, when voter number i has reached `reached[i]`: the quorumSize-th largest.
 * Sorts the array in place, descending; it is a scratch array of one entry per voter (insertion sort: there are few).
 */
export function quorumPoint(reached: Float64Array): number {
  assert(reached.length > 0, 'a quorum has voters')
  for (let i = 1; i < reached.length; i += 1) {
    const value = reached[i] as number
    let j = i - 1
    while (j >= 0 && (reached[j] as number) < value) {
      reached[j + 1] = reached[j] as number
      j -= 1
    }
    reached[j + 1] = value
  }
  return reached[quorumSize(reached.length) - 1] as number
}

/** The highest value that all but one of a quorum have reached, 0 where one voter is a quorum. `sorted`: as `quorumPoint` left it. */
export function oneShortPoint(sorted: Float64Array): number {
  return sorted[quorumSize(sorted.length) - 2] ?? 0
}
