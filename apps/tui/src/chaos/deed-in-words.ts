/** What was done on purpose, as a sentence for the story. */
import { parseAction } from '../action-text.ts'
import type { Action } from '../control.ts'
import { duration, list, printable } from '../words.ts'

export function deedInWords(action: Action): string {
  switch (action.type) {
    case 'kill':
      return `peer ${action.peer} was killed`
    case 'pause':
      return `peer ${action.peer} was frozen`
    case 'resume':
      return `peer ${action.peer} goes on`
    case 'stop':
      return `peer ${action.peer} was asked to stop`
    case 'restart':
      return `peer ${action.peer} was started again`
    case 'isolate':
      return `peer ${action.peer} was cut off from all others`
    case 'partition':
      return `the ensemble was cut in parts: ${action.groups.map((group) => list(group)).join(' | ')}`
    case 'cut-one-way':
      return `peer ${action.to} hears nothing of peer ${action.from} any more`
    case 'slow-disk':
      return `the disk of peer ${action.peer} ${slower(action.ms, 'a sync')}`
    case 'slow-link':
      return `the link between ${action.a} and ${action.b} ${slower(action.ms, 'a frame')}`
    case 'heal':
      return 'every cut, delay and pause was ended'
  }
}

/** A record that says `kill 3` is read as one that says it in full. */
export function deedSentence(text: string): string {
  try {
    return deedInWords(parseAction(text))
  } catch {
    return printable(text)
  }
}

function slower(ms: number, each: string): string {
  return ms === 0 ? 'is as quick as before' : `was made slow: ${duration(ms)} more ${each}`
}
