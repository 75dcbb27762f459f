/** The elections in one of the traces of `test/traces/`. */
import { readFileSync } from 'node:fs'
import type { Election } from '../../src/model/election.ts'
import { type Elections, foldElections, noElections } from '../../src/model/elections.ts'
import { fromLines, type Trace } from './stage.ts'

export function traceNamed(name: string): Trace {
  return fromLines(readFileSync(new URL(`../traces/${name}.jsonl`, import.meta.url), 'utf8'))
}

export function fold({ header, records }: Trace): Elections {
  return records.reduce(foldElections, noElections(header.peers.map(({ id }) => id)))
}

/** @param number from 1 */
export function electionIn(name: string, number: number): Election {
  const election = fold(traceNamed(name)).list[number - 1]
  if (election === undefined) throw new Error(`there is no election ${number} in ${name}`)
  return election
}
