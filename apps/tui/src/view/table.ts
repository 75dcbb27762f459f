/** A table that moves with the chosen row. On a narrow screen columns are left out, the highest `dropped` first. */
import { GLYPHS } from './glyphs.ts'
import { cells, clip, EMPTY, fit, type Line, span, type Tone } from './line.ts'
import type { Room } from './view.ts'

export type TableColumn<Row> = {
  readonly title: string
  /** In cells; what is left over goes to the column that `grows`. */
  readonly width: number
  readonly grows?: boolean
  readonly align: 'left' | 'right'
  /** 0: always there. */
  readonly dropped: number
  text(row: Row): string
  /** Without one: plain, strong where it is chosen. */
  readonly tone?: (row: Row) => Tone
}

const GAP = 2
const MARGIN = 2

/** The titles, then as many rows as there is room for. `chosen` is an index; undefined: no row is. */
export function table<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  chosen: number | undefined,
  room: Room,
): readonly Line[] {
  const kept = columnsWithin(columns, room.columns - MARGIN - 1)
  const height = Math.max(1, room.rows - 1)
  const first = firstShown(rows.length, chosen ?? 0, height)
  const titles: Line = rowOf(kept, room.columns, ' ', (column) => span(column.title, 'quiet'))
  const body = rows.slice(first, first + height).map((row, i) => {
    const isChosen = first + i === chosen
    return rowOf(kept, room.columns, isChosen ? GLYPHS.chosen : ' ', (column) => {
      const tone = column.tone?.(row) ?? 'plain'
      return span(column.text(row), tone === 'plain' && isChosen ? 'strong' : tone)
    })
  })
  return [titles, ...body].slice(0, room.rows)
}

/** A heading, and below it the table; the chosen row is the last one where fewer are left than there were. */
export function tablePage<Row>(
  heading: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  chosen: number,
  room: Room,
): readonly Line[] {
  const body = table(columns, rows, Math.min(chosen, rows.length - 1), { ...room, rows: room.rows - 2 })
  return [[span(`  ${heading}`, 'quiet')], EMPTY, ...body].slice(0, room.rows)
}

/** The first row of a window of `height` rows that has the chosen one in its middle where it can. */
export function firstShown(count: number, chosen: number, height: number): number {
  return Math.max(0, Math.min(chosen - Math.floor(height / 2), count - height))
}

function columnsWithin<Row>(columns: readonly TableColumn<Row>[], width: number): readonly TableColumn<Row>[] {
  const cost = (some: readonly TableColumn<Row>[]): number =>
    some.reduce((sum, column) => sum + column.width + GAP, -GAP)
  let kept = columns
  const most = columns.reduce((high, { dropped }) => Math.max(high, dropped), 0)
  for (let level = most; level > 0 && cost(kept) > width; level--)
    kept = kept.filter(({ dropped }) => dropped !== level)
  return kept
}

function rowOf<Row>(
  columns: readonly TableColumn<Row>[],
  width: number,
  marker: string,
  cell: (column: TableColumn<Row>) => { readonly text: string; readonly tone: Tone },
): Line {
  const used = columns.reduce((sum, column) => sum + column.width + GAP, MARGIN - GAP + 1)
  const spare = Math.max(0, width - used)
  const grower = columns.findLast(({ grows }) => grows === true) ?? columns.at(-1)
  const line = columns.flatMap((column, i) => {
    const { text, tone } = cell(column)
    const room = column.width + (column === grower ? spare : 0)
    return [span(i === 0 ? `${marker.padStart(1)} ` : ' '.repeat(GAP)), span(fit(text, room, column.align), tone)]
  })
  const whole: Line = [span(' '.repeat(Math.max(0, MARGIN - 1 - cells(marker)))), ...line]
  return clip(whole, width - 1)
}
