/** The moments of an election: in the order of time, bounded, and what was sent put together with what arrived. */
import type { TraceRecord } from '@quoll/trace'
import { printable } from '../words.ts'
import type { Election, MessageMoment, Moment } from './election.ts'

/** Of a search for a leader that lasts for hours the beginning stays, and what is new. */
const BEGINNING = 200
const MOMENTS = 1000

const ROUTINE: ReadonlySet<string> = new Set(['proposal', 'ack', 'commit'])
const HEARTBEAT: ReadonlySet<string> = new Set(['ping', 'pong'])

type Spoken = Extract<TraceRecord, { type: 'sent' | 'received' }>

/** Takes in a message as seen by one of its two ends. Of what comes with every write, the first of each kind between two peers. */
export function withMessage(election: Election, record: Spoken, id: number): Election {
  if (HEARTBEAT.has(record.message.name)) return election
  const { moments } = election
  const [from, to] = record.type === 'sent' ? [record.peer, record.to] : [record.from, record.peer]
  const place = moments.findIndex((one) => isOtherEnd(one, record, from, to))
  const known = moments[place]
  if (known?.type === 'message') {
    const whole: MessageMoment =
      record.type === 'sent'
        ? { ...known, atMs: record.atMs, sentMs: record.atMs }
        : { ...known, receivedMs: record.atMs, lost: false }
    return { ...election, moments: inserted(moments.toSpliced(place, 1), whole) }
  }
  const { message } = record
  if (ROUTINE.has(message.name) && moments.some((one) => isOfKind(one, message.name, from, to))) return election
  const sentMs = record.type === 'sent' ? record.atMs : undefined
  const receivedMs = record.type === 'received' ? record.atMs : undefined
  return withMoment(election, {
    type: 'message',
    id,
    atMs: record.atMs,
    from,
    to,
    message: { ...message, text: printable(message.text) },
    sentMs,
    receivedMs,
    lost: false,
  })
}

/** Once, however often it is told of. */
export function withMoment(election: Election, moment: Moment): Election {
  if (election.moments.some(({ id }) => id === moment.id)) return election
  const moments = inserted(election.moments, moment)
  if (moments.length <= MOMENTS) return { ...election, moments }
  return { ...election, moments: moments.toSpliced(BEGINNING, 1), forgotten: election.forgotten + 1 }
}

/** A link broke: what was on its way between the two is lost. */
export function withBrokenLink(election: Election, a: number, b: number): Election {
  const onTheWay = (one: Moment): one is MessageMoment =>
    one.type === 'message' &&
    one.receivedMs === undefined &&
    ((one.from === a && one.to === b) || (one.from === b && one.to === a))
  if (!election.moments.some(onTheWay)) return election
  return { ...election, moments: election.moments.map((one) => (onTheWay(one) ? { ...one, lost: true } : one)) }
}

/** Links keep the order of what they carry, so the oldest that fits is the one. */
function isOtherEnd(one: Moment, record: Spoken, from: number, to: number): boolean {
  if (one.type !== 'message' || one.from !== from || one.to !== to || one.lost) return false
  const missing = record.type === 'sent' ? one.sentMs : one.receivedMs
  return missing === undefined && one.message.text === record.message.text
}

function isOfKind(one: Moment, name: string, from: number, to: number): boolean {
  return one.type === 'message' && one.message.name === name && one.from === from && one.to === to
}

/** Behind those of the same time: they were heard of before. */
function inserted(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  let at = moments.length
  while (at > 0 && (moments[at - 1]?.atMs ?? 0) > moment.atMs) at--
  return moments.toSpliced(at, 0, moment)
}

type Remarkable = Extract<TraceRecord, { type: 'link' | 'process' | 'lost' | 'action' | 'first-commit' }>

/** Anything but a message and a change of role. */
export function momentOf(record: Remarkable, id: number): Moment {
  switch (record.type) {
    case 'link':
      return { id, type: 'link', atMs: record.atMs, peer: record.peer, with: record.with, up: record.up }
    case 'process':
      return { id, type: 'process', atMs: record.atMs, peer: record.peer, running: record.running }
    case 'lost':
      return { id, type: 'lost', atMs: record.atMs, peer: record.peer, why: printable(record.why) }
    case 'action':
      return { id, type: 'action', atMs: record.atMs, peers: record.peers, text: printable(record.text) }
    case 'first-commit': {
      const { atMs, peer, epoch, zxid } = record
      return { id, type: 'first-commit', atMs, peer, epoch, zxid }
    }
  }
}

/** May it have made one of these go looking? */
export function concerns(omen: Moment, peers: ReadonlySet<number | undefined>): boolean {
  switch (omen.type) {
    case 'action':
      return omen.peers.length === 0 || omen.peers.some((peer) => peers.has(peer))
    case 'link':
      return !omen.up && peers.has(omen.peer) && peers.has(omen.with)
    case 'message':
      return peers.has(omen.from) && peers.has(omen.to)
    default:
      return peers.has(omen.peer)
  }
}
