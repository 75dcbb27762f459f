/** Small plots of text: a row of bars, one character each. */
const BARS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** One bar for each value, the largest full; what is not nothing is seen. */
export function bars(values: readonly number[]): string {
  const largest = Math.max(...values, 0)
  if (largest === 0) return BARS[0].repeat(values.length)
  return values.map((value) => BARS[value <= 0 ? 0 : Math.max(1, Math.round((value / largest) * 8))]).join('')
}

/** At most `columns` bars: neighbours are averaged. */
export function barsOver(values: readonly number[], columns: number): string {
  if (values.length <= columns) return bars(values)
  const averaged = Array.from({ length: columns }, (_, at) => {
    const from = Math.floor((at * values.length) / columns)
    const part = values.slice(from, Math.max(from + 1, Math.floor(((at + 1) * values.length) / columns)))
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
  return bars(averaged)
}
