/** What happened, newest on top: a rule with a title, then a sentence per event. */
import type { Dashboard } from '../../model/dashboard.ts'
import { matching, type StoryEntry } from '../../model/story.ts'
import { EMPTY, fit, type Line, span, wrap } from '../../view/line.ts'
import { momentText } from '../../view/moment-text.ts'
import { rule } from '../../view/rule.ts'

const TIME = 12
const INDENT = 1 + TIME + 2

/** `height` rows, the rule included. */
export function storyPanel(dashboard: Dashboard, width: number, height: number): readonly Line[] {
  const { filter, scrolled } = dashboard.screen.views.peers
  const entries = matching(dashboard.ensemble.story, filter)
  const first = Math.min(scrolled, Math.max(0, entries.length - 1))
  const rows: Line[] = [rule(titleOf(entries.length, first, filter), width)]
  if (entries.length === 0)
    rows.push([span(`  ${filter === '' ? 'nothing yet' : 'nothing has these words in it; esc shows all'}`, 'quiet')])
  for (const entry of entries.slice(first)) {
    if (rows.length >= height) break
    rows.push(...sentence(dashboard, entry, width, height - rows.length))
  }
  return [...rows, ...Array.from({ length: Math.max(0, height - rows.length) }, () => EMPTY)]
}

function titleOf(count: number, first: number, filter: string): string {
  const filtered = filter === '' ? '' : `, with "${filter}": ${count}`
  return `what happened${filtered}${first === 0 ? '' : `, ${first} newer above`}`
}

/** At most `rows` rows; an ellipsis where the end is missing. */
function sentence(
  dashboard: Dashboard,
  { atMs, text, mood }: StoryEntry,
  width: number,
  rows: number,
): readonly Line[] {
  const room = width - INDENT - 1
  const parts = wrap(text, room)
  const rest = fit(parts.slice(rows - 1).join(' '), room).trimEnd()
  const shown = parts.length <= rows ? parts : [...parts.slice(0, rows - 1), rest]
  return shown.map((part, i) =>
    i === 0
      ? [span(` ${fit(momentText(dashboard.ensemble.header, atMs), TIME)}  `, 'quiet'), span(part, mood)]
      : [span(' '.repeat(INDENT)), span(part, mood)],
  )
}
