/** Actions as people type them: at the `:` of the dashboard and on the standard input of `quoll up --headless`. */
import type { Action } from './control.ts'

/** As the help shows them. */
export const ACTION_FORMS: readonly string[] = [
  'kill PEER',
  'pause PEER',
  'resume PEER',
  'stop PEER',
  'restart PEER',
  'isolate PEER',
  'partition PEER,… PEER,…',
  'cut-one-way FROM TO',
  'slow-disk PEER MS',
  'slow-link PEER PEER MS',
  'heal',
]

/** Longer than any patience of a peer. */
export const DELAY_MS_MAX: number = 60_000

/** @throws Error that says how it is written. */
export function parseAction(text: string): Action {
  const [type = '', ...rest] = text.trim().split(/\s+/)
  const action = actionOf(type, rest)
  if (action !== undefined) return action
  const form = ACTION_FORMS.find((line) => line.split(' ')[0] === type)
  throw new Error(form === undefined ? `write one of: ${ACTION_FORMS.join(' · ')}` : `write ${form}`)
}

export function actionText(action: Action): string {
  switch (action.type) {
    case 'kill':
    case 'pause':
    case 'resume':
    case 'stop':
    case 'restart':
    case 'isolate':
      return `${action.type} ${action.peer}`
    case 'partition':
      return `partition ${action.groups.map((group) => group.join(',')).join(' ')}`
    case 'cut-one-way':
      return `cut-one-way ${action.from} ${action.to}`
    case 'slow-disk':
      return `slow-disk ${action.peer} ${action.ms}`
    case 'slow-link':
      return `slow-link ${action.a} ${action.b} ${action.ms}`
    case 'heal':
      return 'heal'
  }
}

/** Undefined: not written as it should be. */
function actionOf(type: string, words: readonly string[]): Action | undefined {
  if (type === 'partition') {
    const groups = groupsIn(words).map((group) => group.map(peerOf))
    return groups.length > 0 && groups.flat().every(isThere)
      ? { type, groups: groups.map((group) => group.filter(isThere)) }
      : undefined
  }
  if (type === 'heal') return words.length === 0 ? { type } : undefined
  const [a, b] = [peerOf(words[0]), peerOf(words[1])]
  switch (type) {
    case 'kill':
    case 'pause':
    case 'resume':
    case 'stop':
    case 'restart':
    case 'isolate':
      return a !== undefined && words.length === 1 ? { type, peer: a } : undefined
    case 'cut-one-way':
      return a !== undefined && b !== undefined && words.length === 2 ? { type, from: a, to: b } : undefined
    case 'slow-disk': {
      const ms = msOf(words[1])
      return a !== undefined && ms !== undefined && words.length === 2 ? { type, peer: a, ms } : undefined
    }
    case 'slow-link': {
      const ms = msOf(words[2])
      return a !== undefined && b !== undefined && ms !== undefined && words.length === 3
        ? { type, a, b, ms }
        : undefined
    }
  }
  return undefined
}

/** `1 2,3`; or, with bars between the groups, `1 | 2 3`. */
function groupsIn(words: readonly string[]): readonly (readonly string[])[] {
  const text = words.join(' ')
  if (!text.includes('|')) return words.map((word) => word.split(','))
  return text.split('|').map((group) => group.trim().split(/[\s,]+/))
}

function peerOf(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,2}$/.test(word) ? Number(word) : undefined
}

function msOf(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{1,5}$/.test(word)) return undefined
  const ms = Number(word)
  return ms <= DELAY_MS_MAX ? ms : undefined
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined
}
