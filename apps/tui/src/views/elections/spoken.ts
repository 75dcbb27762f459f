/** The elections for ears: what came of each, and of an open one how long its phases took and what the cursor stands on. */
import type { Dashboard } from '../../model/dashboard.ts'
import type { Election } from '../../model/election.ts'
import { type PhaseTimes, phaseTimes } from '../../model/election-facts.ts'
import {
  causeInWords,
  courseInWords,
  momentInWords,
  offsetInWords,
  outcomeInWords,
  placeInWords,
} from '../../model/election-words.ts'
import { latency, plural } from '../../words.ts'
import { placeOf } from './election-page.ts'
import { chosenElection } from './elections-list.ts'
import type { ElectionsState } from './state.ts'

export function spokenElections({ ensemble, screen, nowMs }: Dashboard): readonly string[] {
  const { elections } = ensemble
  const state = screen.views.elections
  const chosen = chosenElection(elections, state)
  if (chosen === undefined) return ['No election was seen yet.']
  if (state.open) return oneElection(chosen, state, nowMs)
  return [
    `${plural(elections.begun, 'election')} seen, newest first.`,
    ...elections.list.toReversed().map((one) => {
      const mine = one === chosen ? ', chosen' : ''
      return `Election ${one.number}${mine}: ${causeInWords(one)}. Outcome: ${outcomeInWords(one, nowMs).text}.`
    }),
  ]
}

function oneElection(election: Election, state: ElectionsState, nowMs: number): readonly string[] {
  const place = placeOf(election, state)
  const moment = election.moments[place]
  return [
    `Election ${election.number}: ${outcomeInWords(election, nowMs).text}.`,
    `It began because: ${[causeInWords(election), ...courseInWords(election)].join('; ')}.`,
    ...phaseTimes(election, nowMs).map(timesInWords),
    ...(moment === undefined
      ? []
      : [
          `Moment ${placeInWords(place, election)}, at ${offsetInWords(moment.atMs, election)}: ${momentInWords(moment)}.`,
        ]),
  ]
}

function timesInWords({ peer, looking, discovery, synchronization, servesAfter, stayed }: PhaseTimes): string {
  if (stayed) return `Peer ${peer}: stayed with its leader.`
  if (looking + discovery + synchronization === 0) return `Peer ${peer}: took no part.`
  const serves = servesAfter === undefined ? 'not in service' : `in service after ${latency(servesAfter)}`
  const phases = `looking ${latency(looking)}, discovery ${latency(discovery)}, synchronization ${latency(synchronization)}`
  return `Peer ${peer}: ${phases}, ${serves}.`
}
