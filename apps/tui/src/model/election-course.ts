/** How an election goes on: what a peer does from now on, what that decides, and when it is over. */
import { type Doing, doingNow, type Election, isSeeking, type Lane, leadsFromNowOn, type Outcome } from './election.ts'

/** The next one begins before all were back. */
export function closing(election: Election): Election {
  const seen = election.lanes.flatMap(({ spans }) => spans.slice(1)).map(({ fromMs }) => fromMs)
  return { ...election, endedMs: Math.max(election.lookingMs, ...seen) }
}

export function withSpan(election: Election, peer: number, doing: Doing, atMs: number, why: string): Election {
  const span = { doing, fromMs: atMs, why }
  const known = election.lanes.some((lane) => lane.peer === peer)
  const lanes = known
    ? election.lanes.map((lane) =>
        lane.peer === peer ? { ...lane, spans: [...lane.spans, span].slice(-SPANS) } : lane,
      )
    : [...election.lanes, { peer, spans: [span] }].sort((a, b) => a.peer - b.peer)
  return { ...election, lanes, lookingMs: isSeeking(doing) ? Math.min(election.lookingMs, atMs) : election.lookingMs }
}

const SPANS = 200

/** Does this change decide the election, or end it? */
export function settled(election: Election, doing: Doing, peer: number, atMs: number): Election {
  const led: Outcome | undefined = leadsFromNowOn(doing)
    ? { type: 'led', leader: peer, epoch: doing.epoch, atMs }
    : undefined
  const outcome = led !== undefined && led.epoch >= (election.outcome?.epoch ?? 0) ? led : election.outcome
  const now = election.lanes.map(doingNow)
  const reign = outcome ?? reignAmong(now, election.lanes, atMs)
  const astray = (one: Doing): boolean => one.phase === 'broadcast' && (isBehind(one, reign) || isOrphan(one, election))
  const over = !now.some(isSeeking) && !now.some(astray)
  return { ...election, outcome: over ? reign : outcome, endedMs: over ? lastReturn(election, atMs) : undefined }
}

/** When the last of those that looked was in service; that somebody is gone for good shows only later. */
function lastReturn({ lanes }: Election, atMs: number): number {
  const returns = lanes.flatMap(({ spans }) => {
    const last = spans.at(-1)
    const sought = spans.some(({ doing }) => isSeeking(doing))
    return last !== undefined && sought && last.doing.phase === 'broadcast' ? [last.fromMs] : []
  })
  return returns.length === 0 ? atMs : Math.max(...returns)
}

/** Nobody new leads: whoever looked has joined the reign that was there. */
function reignAmong(now: readonly Doing[], lanes: readonly Lane[], atMs: number): Outcome | undefined {
  const place = now.reduce((best, one, i) => {
    return leadsFromNowOn(one) && one.epoch >= (now[best]?.epoch ?? 0) ? i : best
  }, -1)
  const leader = lanes[place]?.peer
  const epoch = now[place]?.epoch
  return leader === undefined || epoch === undefined ? undefined : { type: 'joined', leader, epoch, atMs }
}

function isBehind(doing: Doing, reign: Outcome | undefined): boolean {
  return reign !== undefined && doing.epoch < reign.epoch
}

/** It still believes in a leader that is gone, or looks itself. */
function isOrphan({ role, leader }: Doing, { lanes }: Election): boolean {
  const lane = lanes.find(({ peer }) => peer === leader)
  if (role === 'leading' || lane === undefined) return false
  const doing = doingNow(lane)
  return doing.role === 'down' || isSeeking(doing)
}
