/** What happened, newest on top: a rule with a title, then a sentence per event. */
import type { Model, StoryEntry } from '../model/model.ts'
import { timeOfDay } from '../words.ts'
import { EMPTY, fit, type Line, span, wrap } from './line.ts'

const WHO = 4
const TIME = 12
const INDENT = 1 + TIME + 1 + WHO + 1

/** `height` rows, the rule included. */
export function storyPanel({ story }: Model, width: number, height: number): readonly Line[] {
  const title = ' what happened '
  const rule: Line = [
    span(' ──', 'rule'),
    span(title, 'strong'),
    span('─'.repeat(Math.max(0, width - 4 - title.length)), 'rule'),
  ]
  const rows: Line[] = []
  for (const entry of story) {
    if (rows.length >= height - 1) break
    rows.push(...sentence(entry, width))
  }
  const shown = [rule, ...rows].slice(0, height)
  return [...shown, ...Array.from({ length: height - shown.length }, () => EMPTY)]
}

function sentence({ atMs, peer, text, mood }: StoryEntry, width: number): readonly Line[] {
  return wrap(text, width - INDENT - 1).map((part, i) =>
    i === 0
      ? [
          span(` ${timeOfDay(atMs)} `, 'quiet'),
          span(fit(peer === undefined ? '' : peer.toString(), WHO, 'right'), 'key'),
          span(` ${part}`, mood),
        ]
      : [span(' '.repeat(INDENT)), span(part, mood)],
  )
}
