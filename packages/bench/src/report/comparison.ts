/** Two ensembles, measured in turn: medians of the rounds, and how many times better the first is. */
import type { Outcome } from '../outcome.ts'
import { betterBy, type Figure, figuresOf } from './figures.ts'
import { count, median, ms, ratio } from './numbers.ts'
import { table } from './table.ts'

export type ComparedRow = { readonly name: string; readonly a: readonly Outcome[]; readonly b: readonly Outcome[] }

export type ComparedFigure = {
  readonly title: string
  readonly a: number
  readonly b: number
  /** Of the medians; above 1 the first is better. */
  readonly ratio: number
  /** Of each round by itself: how far to trust the one above. */
  readonly ratios: readonly number[]
}

export function compareFigures({ a, b }: ComparedRow): readonly ComparedFigure[] {
  const first = a[0]
  if (first === undefined || b.length === 0) return []
  return figuresOf(first).map((figure, at) => {
    const of = (outcomes: readonly Outcome[]) => outcomes.map((outcome) => figuresOf(outcome)[at]?.value ?? 0)
    const [as, bs] = [of(a), of(b)]
    const [midA = 0, midB = 0] = [median(as), median(bs)]
    const ratios = as.flatMap((value, round) => (bs[round] === undefined ? [] : [betterBy(figure, value, bs[round])]))
    return { title: figure.title, a: midA, b: midB, ratio: betterBy(figure, midA, midB), ratios }
  })
}

export function comparisonTable(rows: readonly ComparedRow[], names: readonly [string, string]): string {
  const head = ['', 'measured', ...names, 'ratio', 'round by round']
  const lines = rows.flatMap((row) =>
    compareFigures(row).map((figure, at) => [
      at === 0 ? row.name : '',
      figure.title,
      shown(figure.title, figure.a),
      shown(figure.title, figure.b),
      ratio(figure.ratio),
      figure.ratios.map((one) => one.toFixed(2)).join(' '),
    ]),
  )
  return `${table([head, ...lines])}\nRatios above 1: ${names[0]} is that many times better.\n`
}

function shown(title: Figure['title'], value: number): string {
  return title.endsWith('ms') ? ms(value) : count(value)
}
