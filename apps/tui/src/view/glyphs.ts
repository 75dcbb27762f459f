/**
 * Every character beyond ASCII that the dashboard draws, and what stands for it where a terminal has none (`--ascii`). A
 * replacement is as wide as what it replaces, so a screen keeps its shape.
 */
import { cells, type Line } from './line.ts'

export type GlyphName =
  | 'chosen'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'rule'
  | 'wall'
  | 'corner'
  | 'branch'
  | 'cross'
  | 'topLeft'
  | 'topRight'
  | 'bottomRight'
  | 'dot'
  | 'bullet'
  | 'ring'
  | 'ellipsis'
  | 'full'
  | 'shade'
  | 'light'
  | 'open'
  | 'shut'
  | 'play'
  | 'check'
  | 'no'
  | 'lightning'
  | 'times'
  | 'cursor'
  | 'newline'

export const GLYPHS: Readonly<Record<GlyphName, string>> = {
  chosen: '▸',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  rule: '─',
  wall: '│',
  corner: '└',
  branch: '├',
  cross: '┼',
  topLeft: '┌',
  topRight: '┐',
  bottomRight: '┘',
  dot: '·',
  bullet: '●',
  ring: '○',
  ellipsis: '…',
  full: '█',
  shade: '▒',
  light: '░',
  open: '▾',
  shut: '▴',
  play: '▶',
  check: '✓',
  no: '✗',
  lightning: '↯',
  times: '×',
  cursor: '▏',
  newline: '↵',
}

/** Heights of a bar, in eighths of a cell. */
export const EIGHTHS: readonly string[] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

const ASCII: Readonly<Record<string, string>> = {
  '▸': '>',
  '↑': '^',
  '↓': 'v',
  '←': '<',
  '→': '>',
  '─': '-',
  '│': '|',
  '└': '`',
  '├': '|',
  '┼': '+',
  '┌': '.',
  '┐': '.',
  '┘': "'",
  '·': '.',
  '●': '*',
  '○': 'o',
  '…': '~',
  '█': '#',
  '▒': '%',
  '░': ':',
  '▾': 'v',
  '▴': '^',
  '▶': '>',
  '✓': '+',
  '✗': 'x',
  '↯': '!',
  '×': 'x',
  '▏': '_',
  '↵': '|',
  '▁': '_',
  '▂': '.',
  '▃': '-',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
}

/** From no dot to eight. */
const BRAILLE = [' ', '.', '.', ':', ':', '+', '*', '#', '#'] as const
const BRAILLE_FIRST = 0x2800

/** The same row in ASCII, cell by cell; a character that has no stand-in is `?`. */
export function inAscii(line: Line): Line {
  return line.map((piece) => (/^[ -~]*$/.test(piece.text) ? piece : { ...piece, text: asciiText(piece.text) }))
}

function asciiText(text: string): string {
  let kept = ''
  for (const character of text) kept += character >= ' ' && character <= '~' ? character : standIn(character)
  return kept
}

function standIn(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code >= BRAILLE_FIRST && code < BRAILLE_FIRST + 256) return BRAILLE[dotsIn(code - BRAILLE_FIRST)] ?? '#'
  return ASCII[character] ?? '?'.repeat(cells(character))
}

function dotsIn(pattern: number): number {
  let dots = 0
  for (let rest = pattern; rest > 0; rest &= rest - 1) dots++
  return dots
}
