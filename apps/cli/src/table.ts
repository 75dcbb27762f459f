/** Columns of text for a terminal: aligned, without a column that has nothing in it, cut where the terminal ends. */

export type Column = { readonly title: string; readonly right?: boolean }

/** Cells of a row, empty where there is nothing to say. A row that ends early ends with a remark, which may be as long as it likes. */
export type Row = readonly string[]

const GAP = '  '

/** `width` is that of the terminal: lines are cut there rather than wrapped. */
export function tableLines(columns: readonly Column[], rows: readonly Row[], width: number): string[] {
  const cellsOf = (row: Row) => (row.length < columns.length ? row.slice(0, -1) : row)
  const shown = columns
    .map((column, at) => ({ ...column, at }))
    .filter(({ at }) => rows.some((row) => cellsOf(row)[at]))
  const widths = shown.map(({ title, at }) =>
    Math.max(title.length, ...rows.map((row) => cellsOf(row)[at]?.length ?? 0)),
  )
  const line = (row: Row): string => {
    const cells = shown.filter(({ at }) => at < cellsOf(row).length)
    const padded = cells.map(({ at, right }, i) =>
      right ? row[at]!.padStart(widths[i]!) : row[at]!.padEnd(widths[i]!),
    )
    const remark = row.length < columns.length ? [row.at(-1) ?? ''] : []
    return cut([...padded, ...remark].join(GAP).trimEnd(), width)
  }
  return [line(columns.map(({ title }) => title)), ...rows.map(line)]
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}

/** Lines no longer than `width`, broken between words; all but the first begin with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const WIDTH_ELSEWHERE = 120

/** Columns of the terminal; plenty where there is none. */
export function terminalWidth(
  output: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
): number {
  return output.isTTY === true ? (output.columns ?? 80) : WIDTH_ELSEWHERE
}

/** `1 peer`, `2 peers`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}

/** `90 ms`, `1.2 s`, `3 min`, `5.0 h`, `2 days`. */
export function duration(ms: number): string {
  if (ms < 10) return `${Math.round(ms * 100) / 100} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`
  return `${Math.floor(ms / 86_400_000)} days`
}

/** `12 bytes`, `3.4 MiB`. */
export function bytes(number: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const at = number < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(number) / 10))
  return at === 0 ? `${number} bytes` : `${(number / 1024 ** at).toFixed(1)} ${units[at]}`
}

const NO_COLOUR = 'NO_COLOR'

/** On a terminal whose owner does not mind. */
export function wantsColours(output: { readonly isTTY?: boolean } = process.stdout): boolean {
  return output.isTTY === true && (process.env[NO_COLOUR] ?? '') === ''
}
