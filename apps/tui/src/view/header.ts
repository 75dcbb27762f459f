/** The top of the screen: the verdict in words, who leads, and what to paste into a client. */
import type { Model } from '../model/model.ts'
import { type Verdict, verdictInWords } from '../model/verdict.ts'
import { age, plural } from '../words.ts'
import { cells, clip, type Line, lineText, span, spread } from './line.ts'

export function header(model: Model, verdict: Verdict, width: number): readonly Line[] {
  const { text, mood } = verdictInWords(verdict)
  const observers = verdict.observers > 0 ? [span(`, ${plural(verdict.observers, 'observer')}`, 'quiet')] : []
  const left: Line = [span(' quoll  ', 'strong'), span(text, mood), ...observers]
  const wide = reignInWords(model, verdict, true)
  const right = cells(lineText(left)) + cells(wide) < width ? wide : reignInWords(model, verdict, false)
  return [spread(left, [span(right)], width - 1), clip([span(' connect  ', 'quiet'), span(model.connect)], width - 1)]
}

function reignInWords({ reign, nowMs }: Model, { leader, writes }: Verdict, withAge: boolean): string {
  if (reign === undefined) return ''
  if (!writes || leader === undefined) return `epoch ${reign.epoch} was led by ${reign.leader}`
  const lasting = withAge && reign.sinceMs !== undefined ? ` for ${age(nowMs - reign.sinceMs)}` : ''
  return `epoch ${reign.epoch}, led by ${reign.leader}${lasting}`
}
