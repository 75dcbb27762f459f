/** The help page, made from the keys and the columns themselves. */
import { BINDINGS } from '../keys.ts'
import { COLUMNS } from './columns.ts'
import { EMPTY, fit, type Line, span, wrap } from './line.ts'

const LABEL = 11

/** At most `height` rows: the keys first, then the columns. */
export function helpPage(canControl: boolean, width: number, height: number): readonly Line[] {
  const keys = BINDINGS.filter(({ keys: [key] }) => canControl || (key !== 'k' && key !== 'r'))
    .filter(({ word }) => !['yes, kill it', 'no', 'back'].includes(word))
    .flatMap(({ shown, help }) => entry(shown, help, width))
  const columns = COLUMNS.filter(({ title }) => title.length <= LABEL - 1).flatMap(({ title, help }) =>
    entry(title, help, width),
  )
  const page = [title('keys'), ...keys, EMPTY, title('the table'), ...columns]
  const tight = page.length > height ? page.filter((line) => line !== EMPTY) : page
  return tight.slice(0, height)
}

function title(text: string): Line {
  return [span(` ${text}`, 'strong')]
}

function entry(label: string, help: string, width: number): readonly Line[] {
  return wrap(help, width - LABEL - 3).map((part, i) => [
    span(`  ${fit(i === 0 ? label : '', LABEL)}`, 'key'),
    span(part, 'quiet'),
  ])
}
