/** A chart out of block characters, newest value at the right. Zero is a thin line; anything above it stands higher. */

const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/**
 * @param height rows, top first in the result.
 * @returns rows of exactly `width` cells; undefined values leave a gap.
 */
export function sparkline(values: readonly (number | undefined)[], width: number, height: number): readonly string[] {
  const shown = width > 0 ? values.slice(-width) : []
  const most = shown.reduce<number>((high, value) => Math.max(high, value ?? 0), 0)
  const eighths = shown.map((value) => levelOf(value, most, height * 8))
  const gap = ' '.repeat(Math.max(0, width - shown.length))
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8
    return gap + eighths.map((level) => BLOCKS[Math.min(8, Math.max(0, level - below))]).join('')
  })
}

function levelOf(value: number | undefined, most: number, top: number): number {
  if (value === undefined) return 0
  return value <= 0 ? 1 : Math.max(2, Math.round((value / most) * top))
}
