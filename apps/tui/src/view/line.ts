/** A row of the screen: pieces of text, each with a meaning that the skin turns into a colour. Widths are in cells. */

/** By meaning, never by colour: see `skin/colors.ts`. */
export type Tone =
  | 'plain'
  | 'quiet'
  | 'strong'
  | 'rule'
  | 'key'
  | 'chart'
  | 'leading'
  | 'following'
  | 'observing'
  | 'looking'
  | 'discovery'
  | 'synchronization'
  | 'lost'
  | 'good'
  | 'warn'
  | 'bad'
  /** The cell under the cursor of a line to type. */
  | 'cursor'

export type Span = { readonly text: string; readonly tone: Tone }
export type Line = readonly Span[]

export const EMPTY: Line = []

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone }
}

export function lineText(line: Line): string {
  return line.map(({ text }) => text).join('')
}

/** Cells a terminal uses: combining marks none, East Asian wide characters and emoji two. */
export function cells(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let sum = 0
  for (const character of text) sum += cellsOf(character)
  return sum
}

/** Exactly `width` cells: filled with spaces, or cut with an ellipsis. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const missing = width - cells(text)
  if (missing >= 0) return align === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text
  return width < 1 ? '' : fit(`${cut(text, width - 1)}…`, width)
}

/** `left` at the left margin, `right` at the right one; where both do not fit, `left` is cut, then `right` left out. */
export function spread(left: Line, right: Line, width: number): Line {
  const wanted = cells(lineText(right))
  const room = width - cells(lineText(left)) - wanted
  if (room >= 1) return [...left, span(' '.repeat(room)), ...right]
  return clip(left, width)
}

/** The first `width` cells of a line, an ellipsis where something is missing. */
export function clip(line: Line, width: number): Line {
  if (cells(lineText(line)) <= width) return line
  const kept: Span[] = []
  let room = width
  for (const piece of line) {
    const wide = cells(piece.text)
    kept.push(wide < room ? piece : { ...piece, text: fit(piece.text, room) })
    room -= wide
    if (room <= 0) break
  }
  return kept
}

/** Breaks a sentence between words; words longer than a row are broken anywhere. */
export function wrap(text: string, width: number): readonly string[] {
  const rows: string[] = []
  let row = ''
  for (let word of text.split(' ')) {
    if (row !== '' && cells(row) + 1 + cells(word) <= width) {
      row += ` ${word}`
      continue
    }
    if (row !== '') rows.push(row)
    while (cells(word) > width) {
      const head = cut(word, width)
      if (head === '') return rows
      rows.push(head)
      word = word.slice(head.length)
    }
    row = word
  }
  return row === '' ? rows : [...rows, row]
}

function cut(text: string, width: number): string {
  let kept = ''
  let room = width
  for (const character of text) {
    room -= cellsOf(character)
    if (room < 0) break
    kept += character
  }
  return kept
}

function cellsOf(character: string): number {
  if (/^[\p{Mark}\p{Control}\p{Format}]$/u.test(character)) return 0
  const wide =
    /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u
  return wide.test(character) || /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1
}
