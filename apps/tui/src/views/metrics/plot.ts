/** A plot out of dots: four to a cell's height and two to its width, the top of its axis and zero at the left. */
import { Canvas } from '../../view/canvas.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { fit, type Line, span, type Tone } from '../../view/line.ts'

export type PlotLine = { readonly values: readonly (number | undefined)[]; readonly tone: Tone }

export type PlotOptions = {
  readonly columns: number
  readonly rows: number
  /** The value at the upper edge. */
  readonly top: number
  readonly topLabel: string
}

export const PLOT_LABEL = 9

/** Values a plot of so many columns has room for. */
export function slotsIn(columns: number): number {
  return Math.max(1, (columns - PLOT_LABEL - 2) * 2)
}

export function plot(lines: readonly PlotLine[], { columns, rows, top, topLabel }: PlotOptions): readonly Line[] {
  const width = Math.max(1, columns - PLOT_LABEL - 2)
  const canvas = new Canvas(width, rows)
  const deepest = rows * 4 - 1
  const point = (x: number, value: number) => ({ x, y: Math.round((1 - Math.min(1, value / top)) * deepest) })
  for (const { values, tone } of lines)
    values.forEach((value, x) => {
      if (value === undefined) return
      // A gap stays a gap; a value beside one is a dot.
      const before = values[x - 1]
      canvas.line(before === undefined ? point(x, value) : point(x - 1, before), point(x, value), tone, () => true)
    })
  return Array.from({ length: rows }, (_, row): Line => {
    const label = row === 0 ? topLabel : row === rows - 1 ? '0' : ''
    return [span(`${fit(label, PLOT_LABEL, 'right')} `, 'quiet'), span(GLYPHS.wall, 'rule'), ...canvas.row(row)]
  })
}
