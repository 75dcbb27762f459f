/** The elections that were seen, newest on top: what set each off, what came of it, how long it took. */

import type { TraceHeader } from '@quoll/trace'
import type { Election } from '../../model/election.ts'
import { causeInWords, outcomeInBrief } from '../../model/election-words.ts'
import { type Elections, newestElection } from '../../model/elections.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { clip, EMPTY, fit, type Line, span, wrap } from '../../view/line.ts'
import { momentText } from '../../view/moment-text.ts'
import type { Room } from '../../view/view.ts'
import { latency, plural } from '../../words.ts'
import type { ElectionsState } from './state.ts'

/** From so wide on an election takes one row, or two; three below. */
const WIDE = 160
const MIDDLE = 100

/** The moment on show, on the clock of the trace. */
export type Now = { readonly header: TraceHeader; readonly nowMs: number }

export function electionsList(elections: Elections, state: ElectionsState, at: Now, room: Room): readonly Line[] {
  const { list, begun } = elections
  const { columns, rows } = room
  const chosen = chosenElection(elections, state)
  if (chosen === undefined) return nothingYet(columns)
  const newestFirst = list.toReversed()
  const perEntry = columns >= WIDE ? 1 : columns >= MIDDLE ? 2 : 3
  const shown = Math.max(1, Math.floor((rows - 2) / perEntry))
  const place = list.length - 1 - list.lastIndexOf(chosen)
  const first = Math.max(0, Math.min(place - Math.floor(shown / 2), list.length - shown))
  const old = begun > list.length ? `, the last ${list.length} are kept` : ''
  return [
    [span(` ${plural(begun, 'election')} seen${old}`, 'quiet')],
    titles(perEntry, columns),
    ...newestFirst.slice(first, first + shown).flatMap((one) => entry(one, one === chosen, at, columns, perEntry)),
  ].slice(0, rows)
}

/** The one the state speaks of, or the newest. */
export function chosenElection(elections: Elections, { chosen }: ElectionsState): Election | undefined {
  return elections.list.find(({ number }) => number === chosen) ?? newestElection(elections)
}

const NUMBER = 4
const TIME = 14
const TOOK = 11
const CAUSE = 44

function titles(perEntry: number, columns: number): Line {
  const first = `${fit('no', NUMBER, 'right')}  ${fit('began', TIME)}`
  const took = `${fit('leader', TOOK, 'right')}${fit('first write', TOOK + 2, 'right')}${fit('all back', TOOK, 'right')}`
  const because = perEntry < 3 ? `   ${fit('because', CAUSE)}` : ''
  const rest = `${took}${because}${perEntry === 1 ? '  outcome' : ''}`
  return clip([span(first + rest, 'quiet')], columns - 1)
}

function entry(election: Election, mine: boolean, at: Now, columns: number, perEntry: number): readonly Line[] {
  const { number, beganMs, outcome, firstCommit, endedMs } = election
  const { text, mood } = outcomeInBrief(election, at.nowMs)
  const since = (atMs: number | undefined): string => (atMs === undefined ? '-' : latency(atMs - beganMs))
  const mark = mine
    ? `${GLYPHS.chosen}${fit(number.toString(), NUMBER - 1, 'right')}`
    : fit(number.toString(), NUMBER, 'right')
  const leader = outcome?.type === 'led' ? outcome.atMs : undefined
  const took = [
    fit(since(leader), TOOK, 'right'),
    fit(since(firstCommit?.atMs), TOOK + 2, 'right'),
    fit(since(endedMs), TOOK, 'right'),
  ]
  const start: Line = [
    span(mark, mine ? 'key' : 'plain'),
    span(`  ${fit(momentText(at.header, beganMs), TIME)}`, 'quiet'),
    span(took.join(''), mine ? 'strong' : 'plain'),
  ]
  const cause = causeInWords(election)
  const indent = ' '.repeat(NUMBER + 2)
  const parts: readonly Line[] =
    perEntry === 3
      ? [start, [span(`${indent}${text}`, mood)], [span(`${indent}${cause}`, 'quiet')]]
      : perEntry === 2
        ? [[...start, span(`   ${cause}`)], [span(`${indent}${text}`, mood)]]
        : [[...start, span(`   ${fit(cause, CAUSE)}`), span(`  ${text}`, mood)]]
  return parts.map((line) => clip(line, columns - 1))
}

function nothingYet(columns: number): readonly Line[] {
  const text =
    'No election was seen yet. When a peer loses its leader, or starts, it goes looking for one: what happens then is told here, message by message.'
  return [EMPTY, ...wrap(text, columns - 4).map((row): Line => [span(`  ${row}`, 'quiet')])]
}
