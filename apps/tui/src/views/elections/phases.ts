/** What a peer is doing as a stretch of a lane: a word where it fits, a letter always, a pattern, and a tone. */
import type { Doing } from '../../model/election.ts'
import { EIGHTHS, GLYPHS } from '../../view/glyphs.ts'
import type { Tone } from '../../view/line.ts'

export type PhaseSign = {
  /** From long to short; the last is a letter. */
  readonly words: readonly string[]
  readonly fill: string
  readonly tone: Tone
}

const HALF = EIGHTHS[4] ?? '='

export function signOf({ phase, role, leader, epoch }: Doing): PhaseSign {
  switch (phase) {
    case 'unknown':
      return { words: [' '], fill: ' ', tone: 'quiet' }
    case 'down':
      return { words: [role === 'lost' ? 'lost' : 'down', 'x'], fill: GLYPHS.dot, tone: 'bad' }
    case 'election':
      return { words: ['looking', '?'], fill: GLYPHS.light, tone: 'looking' }
    case 'discovery':
      return { words: ['discovery', 'disc', 'd'], fill: GLYPHS.shade, tone: 'discovery' }
    case 'synchronization':
      return { words: ['synchronization', 'sync', 's'], fill: HALF, tone: 'synchronization' }
    case 'broadcast':
      return role === 'leading'
        ? { words: [`leads epoch ${epoch}`, `leads ${epoch}`, 'L'], fill: GLYPHS.full, tone: 'leading' }
        : {
            words: [`${role === 'observing' ? 'observes' : 'follows'} ${leader}`, role === 'observing' ? 'O' : 'F'],
            fill: GLYPHS.full,
            tone: 'good',
          }
  }
}

/** Exactly `width` cells. A word stands off from what was before: marks are drawn where a stretch begins. */
export function barOf({ words, fill }: PhaseSign, width: number): string {
  const word = words.find((one) => one.length + 2 <= width)
  if (word === undefined) return (words.at(-1) ?? '').padEnd(width, fill).slice(0, width)
  return ` ${word} `.padEnd(width, fill)
}
