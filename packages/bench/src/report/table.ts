/** Columns in line: the first to the left, all others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length)))
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? padEnd(cell, widths[at]!) : padStart(cell, widths[at]!))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

// By characters, not by UTF-16 units.
function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length))
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - [...text].length)) + text
}
