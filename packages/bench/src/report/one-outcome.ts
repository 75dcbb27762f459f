/** One outcome, told in full. */
import type { LatencySummary } from '../histogram.ts'
import { VIOLATIONS, type Violation } from '../load/violations.ts'
import type { FanOutOutcome, LoadOutcome, Outcome, SessionsOutcome } from '../outcome.ts'
import { count, ms } from './numbers.ts'
import { bars, barsOver } from './plot.ts'

const PLOT_COLUMNS = 40
/** Above, the numbers may be the tool's own. */
const BUSY_WARNING = 0.9
/** A thread that is busy and uses less of a processor than this does not get one. */
const WORKING_SHARE = 0.7

export function describeOutcome(name: string, outcome: Outcome): string {
  const lines =
    outcome.type === 'load' ? ofLoad(outcome) : outcome.type === 'fan-out' ? ofFanOut(outcome) : ofSessions(outcome)
  return [name, ...lines.map(([label, text]) => `  ${label.padEnd(11)} ${text}`)].join('\n')
}

type Line = readonly [label: string, text: string]

function ofLoad(outcome: LoadOutcome): readonly Line[] {
  const { operations, operationsPerSecond, seconds, readMs, writeMs, latencyMs, perSecond, spread } = outcome
  const both = readMs.count > 0 && writeMs.count > 0
  const lines: Line[] = [
    ['operations', `${count(operationsPerSecond)} a second · ${count(operations)} in ${seconds} s`],
    ['latency ms', latency(latencyMs)],
  ]
  if (both) lines.push(['  reads', latency(readMs)], ['  writes', latency(writeMs)])
  const first = spread[0]
  const last = spread.at(-1)
  if (first !== undefined && last !== undefined)
    lines.push(['spread', `${ms(first.fromMs)} ms ${bars(spread.map((one) => one.count))} ${ms(last.toMs)} ms`])
  if (perSecond.length > 1) lines.push(['over time', `${barsOver(perSecond, PLOT_COLUMNS)} by seconds`])
  if (outcome.unfinished > 0)
    lines.push(['unfinished', `${count(outcome.unfinished)} at the end, counted with their age`])
  return [...lines, ['replies', verdictOf(outcome)], ...examplesOf(outcome), ...generatorOf(outcome)]
}

/** What was wrong, or that nothing was. */
export function verdictOf({ violations, lostConnections, unanswered, operations }: LoadOutcome): string {
  const wrong = (Object.keys(VIOLATIONS) as Violation[])
    .filter((name) => violations[name] > 0)
    .map((name) => `${count(violations[name])} × ${VIOLATIONS[name]}`)
  if (lostConnections > 0) wrong.push(`${lostConnections} connections lost`)
  if (unanswered > 0) wrong.push(`${unanswered} never answered`)
  if (wrong.length > 0) return `WRONG: ${wrong.join(', ')}`
  return operations === 0 ? 'none at all' : 'all checked, all right'
}

function examplesOf({ examples }: LoadOutcome): readonly Line[] {
  return examples.map((example) => ['', example])
}

function generatorOf(outcome: LoadOutcome): readonly Line[] {
  const { generatorBusy, generatorProcessors } = outcome
  const text = `${Math.round(generatorBusy * 100)} % busy with ${generatorProcessors.toFixed(2)} of a processor`
  return [['the tool', text + adviceOn(outcome)]]
}

/** Whether the tool, or a want of processors, is what was measured. */
export function adviceOn({ generatorBusy, generatorProcessors, generatorThreads }: LoadOutcome): string {
  if (generatorBusy < BUSY_WARNING) return ''
  if (generatorProcessors / generatorThreads < WORKING_SHARE)
    return ': it waited for a processor; this machine has too much else to do'
  return ': it may be what was measured; try more --workers'
}

function ofFanOut(outcome: FanOutOutcome): readonly Line[] {
  const { watchers, changes, firstToldMs, allToldMs, eachToldMs, changeMs, wrong } = outcome
  return [
    ['told', `${count(watchers)} watchers of each of ${count(changes)} changes`],
    ['first ms', latency(firstToldMs)],
    ['all ms', latency(allToldMs)],
    ['each ms', latency(eachToldMs)],
    ['change ms', latency(changeMs)],
    ['checked', wrong.length === 0 ? 'everyone once, of the right event' : `WRONG: ${wrong.join(', ')}`],
  ]
}

function ofSessions(outcome: SessionsOutcome): readonly Line[] {
  const { sessions, openSeconds, openMs, grantedTimeoutMs, holdSeconds, lost, reattachSeconds, reattachMs, expired } =
    outcome
  const wrong = [lost > 0 ? `${lost} connections lost` : '', expired > 0 ? `${expired} expired` : ''].filter(
    (one) => one !== '',
  )
  return [
    ['opened', `${count(sessions)} in ${openSeconds.toFixed(2)} s · ${count(sessions / openSeconds)} a second`],
    ['open ms', latency(openMs)],
    ['held', `${holdSeconds} s with a timeout of ${count(grantedTimeoutMs)} ms`],
    ['attached', `again in ${reattachSeconds.toFixed(2)} s · ${count(sessions / reattachSeconds)} a second`],
    ['attach ms', latency(reattachMs)],
    ['checked', wrong.length === 0 ? 'every session is the one it was' : `WRONG: ${wrong.join(', ')}`],
  ]
}

function latency({ p50, p90, p99, p999, max }: LatencySummary): string {
  return `p50 ${ms(p50)} · p90 ${ms(p90)} · p99 ${ms(p99)} · p99.9 ${ms(p999)} · max ${ms(max)}`
}
