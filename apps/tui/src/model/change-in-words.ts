/** A peer's change of role or phase as a sentence with its cause. What everybody does in every election is left out. */
import type { TraceRecord } from '@quoll/trace'
import { duration, printable } from '../words.ts'
import type { Mood } from './mood.ts'
import type { PeerModel } from './peers.ts'

type Change = Extract<TraceRecord, { type: 'became' }>
type Told = { readonly text: string; readonly mood: Mood }

/** @param waitedMs for how long writes had waited; undefined when this did not end that. */
export function changeInWords(
  peer: PeerModel | undefined,
  change: Change,
  waitedMs: number | undefined,
): Told | undefined {
  const { role, phase } = change
  if (role === 'looking') return looking(peer, change)
  if (role === 'leading') return leading(change, waitedMs)
  switch (phase) {
    case 'discovery':
      return joining(change)
    case 'synchronization':
      return catchingUp(change)
    case 'broadcast':
      return {
        text: `peer ${change.peer} ${role === 'observing' ? 'observes' : 'follows'} ${whom(change)} in epoch ${change.epoch}`,
        mood: 'plain',
      }
    default:
      return undefined
  }
}

function looking(peer: PeerModel | undefined, { peer: id, why }: Change): Told {
  const before = peer?.lost === undefined ? peer?.standing : undefined
  const cause = causeOf(why)
  if (before?.role === 'leading')
    return { text: `peer ${id} no longer leads epoch ${before.epoch}: ${cause}`, mood: 'warn' }
  if (before === undefined || before.role === 'looking')
    return {
      text: `peer ${id} looks for a leader: ${cause === 'started' ? 'it has just started' : cause}`,
      mood: 'plain',
    }
  const leader = before.leader === undefined ? '' : `, peer ${before.leader}`
  return { text: `peer ${id} lost its leader${leader}: ${cause}`, mood: 'warn' }
}

function leading({ peer, phase, epoch, why }: Change, waitedMs: number | undefined): Told | undefined {
  switch (phase) {
    case 'discovery':
      return {
        text: why.startsWith(`peer ${peer} won`) ? printable(why) : `peer ${peer} was elected: ${causeOf(why)}`,
        mood: 'plain',
      }
    case 'broadcast': {
      const writes =
        waitedMs === undefined ? 'writes are possible' : `writes are possible again after ${duration(waitedMs)}`
      return { text: `peer ${peer} takes the lead in epoch ${epoch}: ${writes}`, mood: 'good' }
    }
    default:
      return undefined
  }
}

/** That it votes as the winner says is no news; that it finds somebody leading is. */
function joining(change: Change): Told | undefined {
  return /leads already$/.test(change.why)
    ? { text: `peer ${change.peer} finds ${whom(change)} leading`, mood: 'plain' }
    : undefined
}

/** That nothing was missing, or only the newest, is no news; a cut and a snapshot are. */
function catchingUp({ peer, why }: Change): Told | undefined {
  if (why.endsWith('is a prefix of its history')) return undefined
  const text = printable(why)
    .replace('brings us level', `brings peer ${peer} level`)
    .replace('what we ', `what ${peer} `)
  return { text: text.replace('what we miss', `what ${peer} misses`), mood: 'plain' }
}

/** The peer speaks of itself, a reader of the peer. */
function causeOf(why: string): string {
  const text = printable(why)
  if (/^the link to peer \d+, our leader, is down$/.test(text)) return 'link closed'
  return text
    .replace(/\bour\b/g, 'its')
    .replace(/\bwe promised\b/, 'it had promised')
    .replace(/\bwith us\b/, 'with it')
}

function whom({ leader }: Change): string {
  return leader === undefined ? 'its leader' : `peer ${leader}`
}
