/** Does what was typed after `:`, or says why not. */
import { parseAction } from '../action-text.ts'
import { intend } from '../chaos/intend.ts'
import { ACTION_TYPES } from '../control.ts'
import type { Dashboard, Pressed } from '../model/dashboard.ts'
import { nearest } from './nearest.ts'
import { misunderstood, VERBS } from './verbs.ts'

export function obey(dashboard: Dashboard, line: string): Pressed {
  const [word = '', ...rest] = line.split(/\s+/)
  const verb = VERBS.find(({ words }) => words.includes(word))
  if (verb !== undefined)
    return verb.obey(dashboard, rest.join(' ')) ?? misunderstood(dashboard, `write :${verb.form} (${verb.help})`)
  if (ACTION_TYPES.some((one) => one === word)) return act(dashboard, line)
  if (/^\d$/.test(word)) return misunderstood(dashboard, `:${word} is no command; the key ${word} opens a view`)
  const near = nearest(word, [...VERBS.flatMap(({ words }) => words), ...ACTION_TYPES])
  const hint = near === undefined ? '? lists what can be typed' : `did you mean :${near}?`
  return misunderstood(dashboard, `there is no command :${word}; ${hint}`)
}

function act(dashboard: Dashboard, line: string): Pressed {
  try {
    return intend(dashboard, parseAction(line))
  } catch (error) {
    return misunderstood(dashboard, error instanceof Error ? error.message : String(error))
  }
}
