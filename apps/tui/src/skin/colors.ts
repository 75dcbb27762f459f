/** Meanings to colours, of the sixteen every terminal has. With NO_COLOR set (https://no-color.org) only weight is left; letters and words say the rest. */
import type { Tone } from '../view/line.ts'

export type Look = {
  readonly color?: string
  readonly bold?: boolean
  readonly dimColor?: boolean
  readonly inverse?: boolean
}

const COLORS: Readonly<Record<Tone, Look>> = {
  plain: {},
  quiet: { dimColor: true },
  strong: { bold: true },
  rule: { dimColor: true },
  key: { color: 'cyan' },
  chart: { color: 'cyan' },
  leading: { color: 'green', bold: true },
  following: { color: 'cyan' },
  observing: { color: 'blue' },
  looking: { color: 'yellow' },
  discovery: { color: 'magenta' },
  synchronization: { color: 'blue' },
  lost: { color: 'gray' },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red' },
  cursor: { inverse: true },
}

export function lookOf(tone: Tone, colors: boolean): Look {
  const { color, ...weight } = COLORS[tone]
  if (!colors) return tone === 'bad' || tone === 'key' ? { bold: true } : tone === 'lost' ? { dimColor: true } : weight
  return color === undefined ? weight : { color, ...weight }
}

/** FORCE_COLOR wins over NO_COLOR, an empty NO_COLOR is none. */
export function wantsColors(env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0'
  return !NO_COLOR && TERM !== 'dumb'
}
