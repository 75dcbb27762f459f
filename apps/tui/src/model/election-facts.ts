/** What can be counted and measured in an election: rounds, votes, epochs, and how long each phase took each peer. */
import { type Election, isSeeking, type Lane, type MessageMoment, type Span } from './election.ts'

export type PhaseTimes = {
  readonly peer: number
  /** Milliseconds spent in each, all attempts together; 0 where it was not. */
  readonly looking: number
  readonly discovery: number
  readonly synchronization: number
  /** When it was in service for good, since the election began; undefined while it is not. */
  readonly servesAfter: number | undefined
  /** It never left its leader. */
  readonly stayed: boolean
}

export type Stand = {
  readonly peer: number
  /** What it offered when it voted for itself: its epoch and the last transaction of its log. */
  readonly epoch: number | undefined
  readonly zxid: string | undefined
  /** Whom it voted for, one after the other. */
  readonly votes: readonly { readonly round: number; readonly leader: number }[]
}

/** @param untilMs the moment on show, for what still lasts. */
export function phaseTimes(election: Election, untilMs: number): readonly PhaseTimes[] {
  return election.lanes.map((lane) => timesOf(election, lane, election.endedMs ?? Math.max(untilMs, election.beganMs)))
}

function timesOf({ beganMs, outcome }: Election, { peer, spans }: Lane, endMs: number): PhaseTimes {
  const sums = { election: 0, discovery: 0, synchronization: 0 }
  spans.forEach((span, i) => {
    const { phase } = span.doing
    if (phase === 'unknown' || phase === 'down' || phase === 'broadcast') return
    sums[phase] += Math.max(0, (spans[i + 1]?.fromMs ?? endMs) - Math.max(beganMs, span.fromMs))
  })
  const last = spans.at(-1)
  const serves = last?.doing.phase === 'broadcast' && last.doing.epoch >= (outcome?.epoch ?? 0)
  const sought = spans.some(({ doing }) => isSeeking(doing))
  return {
    peer,
    looking: sums.election,
    discovery: sums.discovery,
    synchronization: sums.synchronization,
    servesAfter: serves && sought && last !== undefined ? last.fromMs - beganMs : undefined,
    stayed: !sought && serves && outcome !== undefined,
  }
}

/** The peers that voted, by id. */
export function standsOf(election: Election): readonly Stand[] {
  return election.lanes.flatMap(({ peer }) => {
    const told = votesIn(election).filter(({ from }) => from === peer)
    const votes = told
      .flatMap(({ message: { vote } }) => (vote === undefined ? [] : [{ round: vote.round, leader: vote.leader }]))
      .filter(({ round, leader }, i, all) => round !== all[i - 1]?.round || leader !== all[i - 1]?.leader)
    const own = told.findLast(({ message }) => message.vote?.leader === peer)?.message.vote
    return told.length === 0 ? [] : [{ peer, epoch: own?.epoch, zxid: own?.zxid, votes }]
  })
}

/** The rounds in which somebody voted, ascending. */
export function roundsOf(election: Election): readonly number[] {
  return [...new Set(votesIn(election).map(({ message }) => message.vote?.round ?? 0))].sort((a, b) => a - b)
}

/** The epochs that were offered to followers, ascending, each with who offered it. */
export function epochsOffered(election: Election): readonly { readonly epoch: number; readonly by: number }[] {
  const offered = new Map<number, number>()
  for (const one of election.moments)
    if (one.type === 'message' && one.message.name === 'leader-info' && one.message.epoch !== undefined)
      offered.set(one.message.epoch, one.from)
  return [...offered].map(([epoch, by]) => ({ epoch, by })).sort((a, b) => a.epoch - b.epoch)
}

/** The moment in which the winner began to lead: it carries the reason. */
export function victoryOf({ lanes, outcome }: Election): Span | undefined {
  const lane = lanes.find(({ peer }) => peer === outcome?.leader)
  return lane?.spans.findLast(({ doing, fromMs }) => {
    return doing.role === 'leading' && doing.phase === 'discovery' && fromMs <= (outcome?.atMs ?? 0)
  })
}

/** Round 0 is the word of those that do not vote. */
function votesIn({ moments }: Election): readonly MessageMoment[] {
  return moments.filter(
    (one): one is MessageMoment =>
      one.type === 'message' && one.message.vote?.role === 'looking' && one.message.vote.round > 0,
  )
}
