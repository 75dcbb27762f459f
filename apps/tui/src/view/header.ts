/** The top of the screen: the verdict in words, who leads, and what to paste into a client. */
import type { Model } from '../model/model.ts'
import { type Verdict, verdictInWords } from '../model/verdict.ts'
import { age, plural } from '../words.ts'
import { cells, clip, type Line, lineText, span, spread } from './line.ts'

export function header(model: Model, verdict: Verdict, width: number): readonly Line[] {
  const { text, mood } = verdictInWords(verdict)
  const observers = verdict.observers > 0 ? [span(`, ${plural(verdict.observers, 'observer')}`, 'quiet')] : []
  const left: Line = [span(' quoll  ', 'strong'), span(text, mood), ...observers]
  const room = width - 3 - cells(lineText(left))
  const right = reignInWords(model, verdict).find((words) => cells(words) <= room) ?? ''
  return [spread(left, [span(right)], width - 1), connectLine(model.connect, width - 1)]
}

/** The same from long to short. */
function reignInWords({ reign, nowMs }: Model, { leader, writes }: Verdict): readonly string[] {
  if (reign === undefined) return []
  if (!writes || leader === undefined) return [`epoch ${reign.epoch} was led by ${reign.leader}`]
  const short = `led by ${reign.leader}`
  const whole = `epoch ${reign.epoch}, ${short}`
  return reign.sinceMs === undefined ? [whole, short] : [`${whole} for ${age(nowMs - reign.sinceMs)}`, whole, short]
}

/** Addresses are whole, so that what is copied works: a client finds an ensemble by some of its peers too. */
function connectLine(connect: string, width: number): Line {
  const label = ' connect  '
  const addresses = connect.split(',')
  const lineWith = (shown: number): Line => {
    const more = addresses.length - shown
    return [
      span(label, 'quiet'),
      span(addresses.slice(0, shown).join(',')),
      ...(more > 0 ? [span(`  and ${more} more`, 'quiet')] : []),
    ]
  }
  let shown = addresses.length
  while (shown > 1 && cells(lineText(lineWith(shown))) > width) shown--
  return clip(lineWith(shown), width)
}
