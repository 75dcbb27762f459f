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
  const rows: Line[] = [rule]
  for (const entry of story) {
    if (rows.length >= height) break
    rows.push(...sentence(entry, width, height - rows.length))
  }
  return [...rows, ...Array.from({ length: Math.max(0, height - rows.length) }, () => EMPTY)]
}

/** At most `rows` rows; an ellipsis where the end is missing. */
function sentence({ atMs, peer, text, mood }: StoryEntry, width: number, rows: number): readonly Line[] {
  const room = width - INDENT - 1
  const parts = wrap(text, room)
  const rest = fit(parts.slice(rows - 1).join(' '), room).trimEnd()
  const shown = parts.length <= rows ? parts : [...parts.slice(0, rows - 1), rest]
  return shown.map((part, i) =>
    i === 0
      ? [
          span(` ${timeOfDay(atMs)} `, 'quiet'),
          span(fit(peer === undefined ? '' : peer.toString(), WHO, 'right'), 'key'),
          span(` ${part}`, mood),
        ]
      : [span(' '.repeat(INDENT)), span(part, mood)],
  )
}
