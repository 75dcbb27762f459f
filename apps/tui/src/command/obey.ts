/** Does what was typed after `:`, or says why not. */
import { parseAction } from '../action-text.ts'
import { intend } from '../chaos/intend.ts'
import type { ActionType } from '../control.ts'
import type { Dashboard, Pressed } from '../model/dashboard.ts'
import { nearest } from './nearest.ts'
import { misunderstood, VERBS } from './verbs.ts'

export const ACTION_WORDS: readonly ActionType[] = [
  'kill',
  'pause',
  'resume',
  'stop',
  'restart',
  'isolate',
  'partition',
  'cut-one-way',
  'slow-disk',
  'slow-link',
  'heal',
]

export function obey(dashboard: Dashboard, line: string): Pressed {
  const [word = '', ...rest] = line.split(/\s+/)
  const verb = VERBS.find(({ words }) => words.includes(word))
  if (verb !== undefined)
    return verb.obey(dashboard, rest.join(' ')) ?? misunderstood(dashboard, `write :${verb.form} (${verb.help})`)
  if (ACTION_WORDS.some((one) => one === word)) return act(dashboard, line)
  if (/^\d$/.test(word)) return misunderstood(dashboard, `:${word} is no command; the key ${word} opens a view`)
  const near = nearest(word, [...VERBS.flatMap(({ words }) => words), ...ACTION_WORDS])
  const hint = near === undefined ? '? lists what can be typed' : `did you mean :${near}?`
  return misunderstood(dashboard, `there is no command :${word}; ${hint}`)
}

function act(dashboard: Dashboard, line: string): Pressed {
  try {
    return intend(dashboard, parseAction(groupsWritten(line)))
  } catch (error) {
    return misunderstood(dashboard, error instanceof Error ? error.message : String(error))
  }
}

/** `partition 1 | 2 3` reads better than `partition 1 2,3`, which is how actions are written elsewhere. */
function groupsWritten(line: string): string {
  if (!line.includes('|')) return line
  const [word = '', ...rest] = line.split(/\s+/)
  const groups = rest.join(' ').split('|')
  return [
    word,
    ...groups.map((group) =>
      group
        .trim()
        .split(/[\s,]+/)
        .join(','),
    ),
  ].join(' ')
}
