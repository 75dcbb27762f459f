/** The bottom of the screen: an open question, and the keys that do something now. */
import { questionOf, workingBindings } from '../keys.ts'
import type { Model } from '../model/model.ts'
import { clip, EMPTY, type Line, span, wrap } from './line.ts'

const QUESTION_ROWS = 2

/** Nothing while no question is open. */
export function question(model: Model, width: number): readonly Line[] {
  const text = questionOf(model)
  if (text === undefined) return []
  return wrap(text, width - 2)
    .slice(0, QUESTION_ROWS)
    .map((row) => [span(` ${row}`, 'warn')])
}

export function footer(model: Model, width: number): Line {
  const keys = workingBindings(model).flatMap(({ shown, word }) => [
    span(`  ${shown}`, 'key'),
    span(` ${word}`, 'quiet'),
  ])
  const [first, ...rest] = keys
  return first === undefined ? EMPTY : clip([span(first.text.slice(1), first.tone), ...rest], width - 1)
}
