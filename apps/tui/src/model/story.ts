/** One story out of many: a sentence per event, by the time it happened, newest first, bounded. */
import type { Mood } from './mood.ts'

export type Story = {
  readonly entries: readonly StoryEntry[]
  /** Entries that ever entered. */
  readonly told: number
  /** Somebody tells of changes of role as records: sentences of a log that repeat them are left out. */
  readonly hearsChanges: boolean
}

export type StoryEntry = {
  /** In the order of arrival. */
  readonly number: number
  readonly atMs: number
  readonly text: string
  readonly mood: Mood
}

export type News = Omit<StoryEntry, 'number'>

export const NO_STORY: Story = { entries: [], told: 0, hearsChanges: false }

const ENTRIES = 400

/** Whoever tells it decides when it was; of equal times the later arrival is newer. */
export function tell(story: Story, news: readonly News[]): Story {
  if (news.length === 0) return story
  const entries = [...story.entries]
  news.forEach((one, i) => {
    const later = entries.findIndex(({ atMs }) => atMs <= one.atMs)
    entries.splice(later < 0 ? entries.length : later, 0, { ...one, number: story.told + 1 + i })
  })
  return { ...story, entries: entries.slice(0, ENTRIES), told: story.told + news.length }
}

/** The entries with these words in them, in any case. */
export function matching({ entries }: Story, filter: string): readonly StoryEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
}
