/** Cells that can be written in any order, and lines of dots between them: four dots high and two wide in a cell. */
import { type Line, type Span, span, type Tone } from './line.ts'

const BLANK = 0x2800
/** The bit of each dot, by its row in the cell, left and right. */
const DOTS: readonly (readonly [number, number])[] = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

type Cell = { text: string; tone: Tone; dots: number }

export class Canvas {
  readonly #cells: Cell[][]
  readonly #columns: number

  constructor(columns: number, rows: number) {
    this.#columns = columns
    this.#cells = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => ({ text: ' ', tone: 'plain' as Tone, dots: 0 })),
    )
  }

  /** What lies outside is not drawn. */
  put(column: number, row: number, text: string, tone: Tone): void {
    const cells = this.#cells[row]
    if (cells === undefined) return
    let at = column
    for (const character of text) {
      const cell = cells[at++]
      if (cell !== undefined) Object.assign(cell, { text: character, tone, dots: 0 })
    }
  }

  /** Paints what is there in another tone. */
  tone(column: number, row: number, tone: Tone): void {
    const cell = this.#cells[row]?.[column]
    if (cell !== undefined) cell.tone = tone
  }

  /** A line of dots between two points, given in dots, in the rows that `through` allows. */
  line(from: Point, to: Point, tone: Tone, through: (row: number) => boolean): void {
    const steps = Math.max(Math.abs(to.y - from.y), Math.abs(to.x - from.x), 1)
    for (let i = 0; i <= steps; i++) {
      const x = Math.round(from.x + ((to.x - from.x) * i) / steps)
      const y = Math.round(from.y + ((to.y - from.y) * i) / steps)
      const row = Math.floor(y / 4)
      if (x >= 0 && x < this.#columns * 2 && through(row)) this.#dot(x, y, tone)
    }
  }

  row(row: number): Line {
    const spans: Span[] = []
    for (const { text, tone, dots } of this.#cells[row] ?? []) {
      const character = dots === 0 ? text : String.fromCodePoint(BLANK + dots)
      const last = spans.at(-1)
      if (last !== undefined && (last.tone === tone || character === ' '))
        spans[spans.length - 1] = span(last.text + character, last.tone)
      else spans.push(span(character, tone))
    }
    return spans
  }

  #dot(x: number, y: number, tone: Tone): void {
    const cell = this.#cells[Math.floor(y / 4)]?.[Math.floor(x / 2)]
    if (cell === undefined) return
    cell.dots |= DOTS[y % 4]?.[x % 2] ?? 0
    cell.tone = tone
  }
}

export type Point = { readonly x: number; readonly y: number }
