/** The bottom of the screen: an open question, and the keys that do something now. */
import { questionOf, workingBindings } from '../keys.ts'
import type { Model } from '../model/model.ts'
import { clip, EMPTY, type Line, span, wrap } from './line.ts'

/** Nothing while no question is open. */
export function question(model: Model, width: number): readonly Line[] {
  return questionOf(model).flatMap((sentence) => wrap(sentence, width - 2).map((row) => [span(` ${row}`, 'warn')]))
}

export function footer(model: Model, width: number): Line {
  const keys = workingBindings(model).flatMap(({ shown, word }) => [
    span(`  ${shown}`, 'key'),
    span(` ${word}`, 'quiet'),
  ])
  const [first, ...rest] = keys
  return first === undefined ? EMPTY : clip([span(first.text.slice(1), first.tone), ...rest], width - 1)
}
