/** Writes per second: the number, and its last minutes as a chart. */
import type { Model } from '../model/model.ts'
import { writesPerSecond } from '../model/throughput.ts'
import { age, count } from '../words.ts'
import { type Line, span } from './line.ts'
import { sparkline } from './sparkline.ts'

const LABEL = ' writes/s  '
const NUMBER = 11

/** Beside a chart of one row the peak stands at its right, beside a taller one at its left. */
const PEAK = 16

/** `height` rows. */
export function throughputPanel({ throughput }: Model, width: number, height: number): readonly Line[] {
  const peakAtRight = height === 1 && width >= 80
  const room = width - LABEL.length - NUMBER - 1 - (peakAtRight ? PEAK : 0)
  const now = writesPerSecond(throughput)
  const shown = throughput.bars.slice(-room)
  const peak =
    now === undefined ? '' : `peak ${count(shown.reduce<number>((high, bar) => Math.max(high, bar ?? 0), 0))}`
  const captions = [peak, now === undefined ? '' : `in ${age(shown.length * 1000)}`]
  return sparkline(throughput.bars, room, height).map((chart, i) => {
    if (i < height - 1)
      return [span(` ${captions[i] ?? ''}`.padEnd(LABEL.length + NUMBER), 'quiet'), span(chart, 'chart')]
    return [
      span(LABEL, 'quiet'),
      span((now === undefined ? '-' : count(now)).padEnd(NUMBER), 'strong'),
      span(chart, 'chart'),
      ...(peakAtRight ? [span(peak.padStart(PEAK), 'quiet')] : []),
    ]
  })
}
