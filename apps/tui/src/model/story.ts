/** One story out of many: what every peer tells and what is seen from here, by time, newest first, bounded. */
import type { PeerStatus } from '../peer-status.ts'
import { printable } from '../words.ts'
import type { Model, Mood, PeerModel, StoryEntry } from './model.ts'

export type News = Omit<StoryEntry, 'number'>

const ENTRIES = 400

export function seenHere(atMs: number, text: string, mood: Mood = 'plain'): News {
  return { atMs, peer: undefined, text, mood }
}

/** The lines of a status that we have not heard yet. */
export function newsFrom(peer: PeerModel, status: PeerStatus): readonly News[] {
  const known = peer.heard?.pid === status.pid ? peer.heard.number : Number.NEGATIVE_INFINITY
  return status.story
    .filter(({ number }) => number > known)
    .map(({ atMs, text }) => ({ atMs, peer: peer.id, text: printable(text), mood: moodOf(text) }))
}

/** The turns of the plot stand out; a text we do not know stays plain. */
function moodOf(text: string): Mood {
  if (text.startsWith('looking')) return 'warn'
  return text.startsWith('leading, broadcast') ? 'good' : 'plain'
}

/** What we have heard once this status is taken in. */
export function heardWith(peer: PeerModel, status: PeerStatus): PeerModel['heard'] {
  const newest = status.story.at(-1)
  if (newest === undefined) return peer.heard?.pid === status.pid ? peer.heard : undefined
  return { pid: status.pid, number: newest.number }
}

/** Peers' clocks decide where their lines go; of equal times the later arrival is newer. */
export function tell(model: Model, news: readonly News[]): Model {
  if (news.length === 0) return model
  const entries = news.map((entry, i) => ({ ...entry, number: model.told + 1 + i }))
  const story = [...model.story, ...entries].sort((a, b) => b.atMs - a.atMs || b.number - a.number).slice(0, ENTRIES)
  return { ...model, story, told: model.told + news.length }
}
