/** What tab makes of a command line: the verb, then the view or the peer. */

import { ACTION_TYPES } from '../control.ts'
import type { Completion, Dashboard } from '../model/dashboard.ts'
import { VERBS } from './verbs.ts'

export function completionOf(dashboard: Dashboard, text: string): Completion {
  const cut = text.search(/\S*$/)
  const [before, begun] = [text.slice(0, cut), text.slice(cut)]
  const fitting = choicesAfter(dashboard, before.trim()).filter((choice) => choice.startsWith(begun))
  const [first] = fitting
  if (first === undefined) return { text, choices: [] }
  if (fitting.length === 1) return { text: `${before}${first} `, choices: [] }
  return { text: before + sharedStart(fitting), choices: fitting }
}

function choicesAfter(dashboard: Dashboard, before: string): readonly string[] {
  const { powers, ensemble } = dashboard
  const actions = ACTION_TYPES.filter((word) => powers.actions.has(word))
  if (before === '') return [...actions, ...VERBS.flatMap(({ words }) => words)].sort()
  const [word = ''] = before.split(' ')
  const verb = VERBS.find(({ words }) => words.includes(word))
  if (verb !== undefined) return before === word ? (verb.choices?.(dashboard) ?? []) : []
  const takesPeers = actions.some((one) => one === word && one !== 'heal')
  return takesPeers ? ensemble.peers.map(({ id }) => id.toString()) : []
}

function sharedStart(words: readonly string[]): string {
  const [first = '', ...rest] = words
  let length = first.length
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}
