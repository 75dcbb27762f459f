/** What parts a page: a line across with a title in it. */
import { GLYPHS } from './glyphs.ts'
import { type Line, span } from './line.ts'

export function rule(title: string, width: number): Line {
  const line = GLYPHS.rule
  return [
    span(` ${line}${line}`, 'rule'),
    span(` ${title} `, 'strong'),
    span(line.repeat(Math.max(0, width - 6 - title.length)), 'rule'),
  ]
}
