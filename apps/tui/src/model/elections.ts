/**
 * Every election that was seen, folded out of the records. One begins when a peer goes looking and ends when nobody looks any
 * more and all that are there serve the newest epoch: so a deposed leader that comes back late still belongs to the election
 * that replaced it. Rounds that came to nothing are part of the election that they delayed.
 */
import type { TraceRecord } from '@quoll/trace'
import { printable } from '../words.ts'
import {
  DOWN,
  type Doing,
  doingNow,
  type Election,
  isInService,
  isSeeking,
  type Lane,
  LOST,
  leadsFromNowOn,
  type Moment,
  STARTING,
  UNKNOWN,
} from './election.ts'
import { closing, settled, withSpan } from './election-course.ts'
import { concerns, momentOf, withBrokenLink, withMessage, withMoment } from './election-moments.ts'

export type Elections = {
  /** Oldest first, the last `KEPT` of them. */
  readonly list: readonly Election[]
  /** Elections ever seen. */
  readonly begun: number
  /** What each peer is doing now, and what it did just before, by id. */
  readonly lanes: readonly Lane[]
  /** What may set off the next one: broken links, kills, farewells of the last seconds. */
  readonly omens: readonly Moment[]
  /** Of the next moment. */
  readonly nextId: number
}

const KEPT = 50
const OMENS = 40
/** Spans of a lane kept outside of elections. */
const RECENT = 4
/** How long before the first goes looking its cause may lie: patience with a silent leader is a matter of seconds. */
const OMEN_MS = 15_000
/** What is said so soon after the end is shown with it: the first write of the new reign. */
const AFTERMATH_MS = 500
/** A straggler that comes back later than this after the decision gets an entry of its own. */
const STRAGGLER_MS = 60_000

export function noElections(peers: readonly number[] = []): Elections {
  const lanes = [...peers].sort((a, b) => a - b).map((peer) => laneOf(peer))
  return { list: [], begun: 0, lanes, omens: [], nextId: 1 }
}

/** The newest; undefined while there was none. */
export function newestElection({ list }: Elections): Election | undefined {
  return list.at(-1)
}

export function foldElections(part: Elections, record: TraceRecord): Elections {
  switch (record.type) {
    case 'became': {
      if (isFromBeyond(part, record.peer, record.atMs)) return part
      const doing = doingOf(record.role, record.phase, record.leader, record.epoch)
      return turned(part, record.peer, doing, record.atMs, printable(record.why))
    }
    case 'status': {
      const { role, phase, leader, epoch } = record.status
      const doing = doingOf(role, phase, leader, epoch)
      // Between two changes a status says nothing new; it fills in what a reader that came late, or too slowly, has missed.
      if (sameDoing(doing, doingOfPeer(part, record.peer))) return part
      if (isFromBeyond(part, record.peer, record.atMs - record.status.uptimeMs)) return part
      return turned(part, record.peer, doing, record.atMs, '')
    }
    case 'sent':
    case 'received':
      return spoken(part, record)
    case 'link':
      return linked(part, record)
    case 'process':
    case 'lost': {
      const known = doingOfPeer(part, record.peer).phase === 'down'
      // Whoever is dead does not answer either.
      if (record.type === 'lost' && known) return part
      const noted = happened(part, momentOf(record, part.nextId))
      if (record.type === 'lost') return turned(noted, record.peer, LOST, record.atMs, '')
      if (!record.running) return turned(noted, record.peer, DOWN, record.atMs, '')
      return known ? turned(noted, record.peer, STARTING, record.atMs, '') : noted
    }
    case 'action': {
      const noted = happened(part, momentOf(record, part.nextId))
      // Sooner than its silence tells.
      const killed = record.action === 'kill' ? record.peers : []
      return killed.reduce((sofar, peer) => turned(sofar, peer, DOWN, record.atMs, ''), noted)
    }
    case 'first-commit':
      return committed(part, record)
    default:
      return part
  }
}

/** A peer does something else from now on. */
function turned(part: Elections, peer: number, doing: Doing, atMs: number, why: string): Elections {
  const before = doingOfPeer(part, peer)
  if (sameDoing(doing, before) && why === '') return part
  const known = part.lanes.some((lane) => lane.peer === peer)
  const lanes = known
    ? part.lanes.map((lane) =>
        lane.peer === peer ? { peer, spans: [...lane.spans, { doing, fromMs: atMs, why }].slice(-RECENT) } : lane,
      )
    : [...part.lanes, laneOf(peer, doing, atMs)].sort((a, b) => a.peer - b.peer)
  const ready = isSeeking(doing) || isUnseen(part, before, doing) ? searching(part, peer, before, atMs) : part
  const current = newestElection(ready)
  const next = { ...ready, lanes, nextId: ready.nextId + 1 }
  if (current === undefined || current.endedMs !== undefined) return next
  const moment: Moment = { type: 'became', id: ready.nextId, atMs, peer, doing, why }
  const told = why === '' ? current : withMoment(current, moment)
  return withNewest(next, settled(withSpan(told, peer, doing, atMs, why), doing, peer, atMs))
}

/** Somebody looks: an election of its own, or one reason more for the one under way. */
function searching(part: Elections, peer: number, before: Doing, atMs: number): Elections {
  if (needsOwn(part, before, atMs)) return opened(part, peer, before, atMs)
  const current = newestElection(part)
  const causes = causesOf(part, peer, before, atMs)
  if (current === undefined || causes.length === 0) return part
  const omens = part.omens.filter((omen) => !causes.includes(omen))
  return withNewest({ ...part, omens }, causes.reduce(withMoment, current))
}

/** It serves another reign than before, and nobody was seen looking: whoever told us looks only now and then. */
function isUnseen(part: Elections, before: Doing, doing: Doing): boolean {
  if (before.phase !== 'broadcast' || doing.phase !== 'broadcast' || doing.epoch <= before.epoch) return false
  return doing.epoch > (newestElection(part)?.outcome?.epoch ?? 0)
}

/** What may have made it look. */
function causesOf({ omens }: Elections, peer: number, { leader }: Doing, atMs: number): readonly Moment[] {
  const concerned = new Set([peer, leader])
  return omens.filter((omen) => atMs - omen.atMs <= OMEN_MS && concerns(omen, concerned))
}

/** Is this search not part of the newest election? */
function needsOwn(part: Elections, before: Doing, atMs: number): boolean {
  const current = newestElection(part)
  if (current === undefined || current.endedMs !== undefined) return true
  const { outcome } = current
  if (outcome === undefined) return false
  const reign = doingOfPeer(part, outcome.leader)
  // What it decided is over already: this is about the next one.
  if (!leadsFromNowOn(reign) || !isInService(reign, outcome)) return true
  return isInService(before, outcome) || atMs - outcome.atMs > STRAGGLER_MS
}

function opened(part: Elections, peer: number, before: Doing, atMs: number): Elections {
  const last = newestElection(part)
  const causes = causesOf(part, peer, before, atMs)
  const beganMs = Math.min(atMs, ...causes.map((cause) => cause.atMs))
  const election: Election = {
    number: part.begun + 1,
    beganMs,
    lookingMs: atMs,
    endedMs: undefined,
    outcome: undefined,
    firstCommit: undefined,
    lanes: part.lanes.map((lane) => ({ peer: lane.peer, spans: since(lane.spans, beganMs) })),
    moments: causes,
    forgotten: 0,
  }
  const closed =
    last === undefined || last.endedMs !== undefined ? part.list : [...part.list.slice(0, -1), closing(last)]
  return {
    ...part,
    list: [...closed, election].slice(-KEPT),
    begun: part.begun + 1,
    omens: part.omens.filter((omen) => !causes.includes(omen)),
  }
}

/** What the peer did right before, and from then on. */
function since(spans: Lane['spans'], atMs: number): Lane['spans'] {
  return spans.slice(
    Math.max(
      0,
      spans.findLastIndex(({ fromMs }) => fromMs < atMs),
    ),
  )
}

function spoken(part: Elections, record: Extract<TraceRecord, { type: 'sent' | 'received' }>): Elections {
  const current = underWay(part, record.atMs)
  const next = { ...part, nextId: part.nextId + 1 }
  const { name } = record.message
  const belongs = current?.endedMs === undefined || (name !== 'notification' && name !== 'farewell')
  if (current !== undefined && belongs) return withNewest(next, withMessage(current, record, part.nextId))
  if (name !== 'farewell' || record.type === 'sent') return part
  const { from, peer: to, message, atMs } = record
  return omened(next, {
    type: 'message',
    id: part.nextId,
    atMs,
    from,
    to,
    message: { ...message, text: printable(message.text) },
    sentMs: undefined,
    receivedMs: atMs,
    lost: false,
  })
}

function linked(part: Elections, record: Extract<TraceRecord, { type: 'link' }>): Elections {
  const noted = happened(part, momentOf(record, part.nextId))
  const current = underWay(noted, record.atMs)
  if (record.up || current === undefined) return noted
  return withNewest(noted, withBrokenLink(current, record.peer, record.with))
}

/** Belongs to the election under way, or may be the cause of the next. */
function happened(part: Elections, moment: Moment): Elections {
  const next = { ...part, nextId: part.nextId + 1 }
  const current = underWay(part, moment.atMs)
  const isOmen = current === undefined || current.outcome !== undefined
  const noted = isOmen ? omened(next, moment) : next
  const over = current === undefined || current.endedMs !== undefined
  if (over) return noted
  // What set it off may be told of late.
  const beganMs = Math.min(current.beganMs, moment.atMs)
  return withNewest(noted, { ...withMoment(current, moment), beganMs })
}

function omened(part: Elections, moment: Moment): Elections {
  return { ...part, omens: [...part.omens, moment].slice(-OMENS) }
}

function committed(part: Elections, record: Extract<TraceRecord, { type: 'first-commit' }>): Elections {
  const place = part.list.findLastIndex(({ outcome }) => outcome?.type === 'led' && outcome.epoch === record.epoch)
  const election = part.list[place]
  if (election === undefined || election.firstCommit !== undefined) return part
  const { atMs, zxid } = record
  const near = underWay(part, atMs) === election
  const noted = near ? withMoment(election, momentOf(record, part.nextId)) : election
  return { ...part, nextId: part.nextId + 1, list: part.list.with(place, { ...noted, firstCommit: { atMs, zxid } }) }
}

/** The newest election, while it lasts and for a moment after. */
function underWay(part: Elections, atMs: number): Election | undefined {
  const current = newestElection(part)
  return current?.endedMs !== undefined && atMs > current.endedMs + AFTERMATH_MS ? undefined : current
}

function withNewest(part: Elections, election: Election): Elections {
  return newestElection(part) === election ? part : { ...part, list: part.list.with(-1, election) }
}

function doingOf(role: string, phase: string, leader: number | undefined, epoch: number): Doing {
  const known = phase === 'discovery' || phase === 'synchronization' || phase === 'broadcast' ? phase : 'election'
  return { phase: role === 'looking' ? 'election' : known, role, leader, epoch }
}

function doingOfPeer({ lanes }: Elections, peer: number): Doing {
  const lane = lanes.find((one) => one.peer === peer)
  return lane === undefined ? UNKNOWN : doingNow(lane)
}

/** The word of a process that has ended since, late on its way to us. @param bornMs not before this did it speak, or live */
function isFromBeyond({ lanes }: Elections, peer: number, bornMs: number): boolean {
  const last = lanes.find((one) => one.peer === peer)?.spans.at(-1)
  return last?.doing.role === DOWN.role && bornMs <= last.fromMs
}

/** A status counts the epoch otherwise than a change does until broadcast. */
function sameDoing(a: Doing, b: Doing): boolean {
  return a.phase === b.phase && a.role === b.role && (a.phase !== 'broadcast' || a.epoch === b.epoch)
}

function laneOf(peer: number, doing: Doing = UNKNOWN, fromMs = Number.NEGATIVE_INFINITY): Lane {
  return { peer, spans: [{ doing, fromMs, why: '' }] }
}
