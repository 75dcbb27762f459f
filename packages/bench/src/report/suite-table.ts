/** Many rows, one ensemble: medians of the rounds. */
import type { LoadOutcome, Outcome } from '../outcome.ts'
import { count, median, ms } from './numbers.ts'
import { adviceOn, describeOutcome, verdictOf } from './one-outcome.ts'
import { bars } from './plot.ts'
import { table } from './table.ts'

export type Row = { readonly name: string; readonly outcomes: readonly Outcome[] }

export function suiteTable(rows: readonly Row[]): string {
  const loads = rows.filter(({ outcomes }) => outcomes[0]?.type === 'load')
  const others = rows.filter(({ outcomes }) => outcomes[0]?.type !== 'load')
  const head = ['', 'a second', 'p50 ms', 'p99 ms', 'p99.9 ms', 'max ms', 'spread', 'tool', 'replies']
  const lines = loads.map(({ name, outcomes }) => lineOf(name, outcomes.filter(isLoad)))
  const blocks = others.flatMap(({ name, outcomes }) => outcomes.map((outcome) => describeOutcome(name, outcome)))
  return [...(lines.length > 0 ? [table([head, ...lines])] : []), ...blocks.map((block) => `${block}\n`)].join('\n')
}

function lineOf(name: string, outcomes: readonly LoadOutcome[]): readonly string[] {
  const middle = (pick: (outcome: LoadOutcome) => number) => median(outcomes.map(pick)) ?? 0
  const spread = outcomes[0]?.spread ?? []
  const wrong = outcomes.find(({ ok }) => !ok)
  return [
    name,
    count(middle((one) => one.operationsPerSecond)),
    ms(middle((one) => one.latencyMs.p50)),
    ms(middle((one) => one.latencyMs.p99)),
    ms(middle((one) => one.latencyMs.p999)),
    ms(middle((one) => one.latencyMs.max)),
    bars(spread.map((bucket) => bucket.count)),
    `${Math.round(middle((one) => one.generatorBusy) * 100)} %`,
    (wrong === undefined ? 'all right' : verdictOf(wrong)) +
      (outcomes.map(adviceOn).find((advice) => advice !== '') ?? ''),
  ]
}

function isLoad(outcome: Outcome): outcome is LoadOutcome {
  return outcome.type === 'load'
}
