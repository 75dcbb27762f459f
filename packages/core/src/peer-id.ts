import { assert } from './assert.ts'
import type { Brand } from './brand.ts'

/** The number of a peer, its `myid` in ZooKeeper's words: 1 to 254, so that it fits the high byte of a session id. */
export type PeerId = Brand<number, 'PeerId'>

export const PEER_ID_MAX = 254

/** @throws InvariantViolation when the number is no integer in 1..254. */
export function peerId(value: number): PeerId {
  assert(isPeerId(value), `a peer id is an integer from 1 to ${PEER_ID_MAX}, not ${value}`)
  return value
}

export function isPeerId(value: number): value is PeerId {
  return Number.isInteger(value) && value >= 1 && value <= PEER_ID_MAX
}
