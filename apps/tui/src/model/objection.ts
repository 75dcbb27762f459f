/** What cannot be done to an ensemble as it is, and why, in words. */
import { type Action, peersOf } from '../control.ts'
import { list } from '../words.ts'
import { isAlive, type Situation } from './quorum-outlook.ts'

/** Why an action means nothing here: a peer that is not there, one that does not run. Undefined: it can be done. */
export function objectionTo(action: Action, { peers, faults }: Situation): string | undefined {
  const stranger = peersOf(action).find((id) => !peers.some((peer) => peer.id === id))
  if (stranger !== undefined) return `there is no peer ${stranger}: peers are ${list(peers.map(({ id }) => id))}`
  switch (action.type) {
    case 'kill':
    case 'stop':
    case 'pause':
    case 'resume': {
      const peer = peers.find(({ id }) => id === action.peer)
      if (peer?.running === false) return `peer ${action.peer} does not run`
      const paused = peer !== undefined && !isAlive(peer, faults)
      if (action.type === 'pause' && paused) return `peer ${action.peer} is paused already`
      return action.type === 'resume' && !paused ? `peer ${action.peer} is not paused` : undefined
    }
    case 'cut-one-way':
      return action.from === action.to ? `peer ${action.from} has no link to itself` : undefined
    case 'slow-link':
      return action.a === action.b ? `peer ${action.a} has no link to itself` : undefined
    case 'partition':
      return new Set(action.groups.flat()).size < action.groups.flat().length
        ? 'a peer stands in one group only'
        : undefined
    case 'restart':
    case 'isolate':
    case 'slow-disk':
    case 'heal':
      return undefined
  }
}
