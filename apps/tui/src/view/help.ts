/** The help page, made from the keys and the columns themselves. */
import { BINDINGS } from '../keys.ts'
import type { Model } from '../model/model.ts'
import { columnsFor } from './columns.ts'
import { EMPTY, fit, type Line, span, wrap } from './line.ts'

const LABEL = 11

/** At most `height` rows: the keys first, then the columns on show. Where room is short, the titles go. */
export function helpPage({ canControl }: Model, width: number, height: number): readonly Line[] {
  const keys = BINDINGS.filter(({ keys: [key] }) => canControl || (key !== 'k' && key !== 'r'))
    .filter(({ word }) => !['yes, kill it', 'no', 'back'].includes(word))
    .flatMap(({ shown, help }) => entry(shown, help, width))
  const columns = columnsFor(width - 2)
    .filter(({ title }) => title.length < LABEL)
    .flatMap(({ title, help }) => entry(title, help, width))
  const page = [title('keys'), ...keys, EMPTY, title('the table'), ...columns]
  return (page.length > height ? [...keys, ...columns] : page).slice(0, height)
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
