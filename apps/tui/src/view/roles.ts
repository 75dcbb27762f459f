/** What a peer is doing, as a letter, a word and a tone: the letter alone must do where there is no colour. */
import { answers, isLost, type PeerModel } from '../model/peers.ts'
import type { Tone } from './line.ts'

export type RoleSign = { readonly letter: string; readonly word: string; readonly tone: Tone }

const ROLES: Readonly<Record<string, RoleSign>> = {
  leading: { letter: 'L', word: 'leading', tone: 'leading' },
  following: { letter: 'F', word: 'following', tone: 'following' },
  observing: { letter: 'O', word: 'observing', tone: 'observing' },
  looking: { letter: '?', word: 'looking', tone: 'looking' },
}

export const DOWN: RoleSign = { letter: 'x', word: 'down', tone: 'bad' }
export const SILENT: RoleSign = { letter: 'x', word: 'silent', tone: 'bad' }
export const UNKNOWN: RoleSign = { letter: '.', word: 'unknown', tone: 'quiet' }

export function roleSign(peer: PeerModel): RoleSign {
  if (answers(peer)) return ROLES[peer.standing.role] ?? { letter: '?', word: peer.standing.role, tone: 'looking' }
  if (!isLost(peer)) return UNKNOWN
  return peer.running === false ? DOWN : SILENT
}
