/** Writes per second: the number, and its last minutes as a chart. */
import type { Model } from '../model/model.ts'
import { writesPerSecond } from '../model/throughput.ts'
import { age, count } from '../words.ts'
import { type Line, span } from './line.ts'
import { sparkline } from './sparkline.ts'

const LABEL = ' writes/s  '
const NUMBER = 9

/** `height` rows. */
export function throughputPanel({ throughput }: Model, width: number, height: number): readonly Line[] {
  const room = width - LABEL.length - NUMBER - 2 - 1
  const now = writesPerSecond(throughput)
  const shown = throughput.bars.slice(-room)
  const peak = shown.reduce<number>((high, bar) => Math.max(high, bar ?? 0), 0)
  const captions = [`peak ${count(peak)}`, `in ${age(shown.length * 1000)}`]
  return sparkline(throughput.bars, room, height).map((chart, i) => {
    if (i === height - 1)
      return [
        span(LABEL, 'quiet'),
        span((now === undefined ? '-' : count(now)).padEnd(NUMBER), 'strong'),
        span(`  ${chart}`, 'chart'),
      ]
    const caption = height > 2 ? (captions[i] ?? '') : ''
    return [span(` ${caption}`.padEnd(LABEL.length + NUMBER), 'quiet'), span(`  ${chart}`, 'chart')]
  })
}
