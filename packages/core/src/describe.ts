/**
 * One line for every event, effect, message and peer. Logs, golden traces and the dashboard all use these, so they all
 * speak the same words. A transaction prints as `epoch:counter`, a range as `5:1..5:9`, a payload as its text if it is text.
 */
import { unreachable } from './assert.ts'
import type { DurableWrite, Effect } from './effects.ts'
import type { PeerEvent } from './events.ts'
import type { Vote, ZabMessage } from './messages.ts'
import { lastOf, type TxnBatch } from './txn.ts'
import type { PeerView } from './view.ts'
import { formatZxid } from './zxid.ts'

export function describeEvent(event: PeerEvent): string {
  switch (event.type) {
    case 'tick':
      return 'tick'
    case 'link-up':
    case 'link-down':
      return `${event.type} ${event.peer}`
    case 'received':
      return `<- ${event.from} ${describeMessage(event.message)}`
    case 'persisted':
      return `persisted #${event.upTo}`
    case 'propose':
      return `propose ${describePayloads(event.payloads)}`
    case 'snapshot-sent':
      return `snapshot-sent to ${event.to} up to ${formatZxid(event.zxid)}`
    case 'snapshot-progress':
      return `snapshot-progress with ${event.peer}`
    case 'snapshot-staged':
      return `snapshot-staged from ${event.from} up to ${formatZxid(event.zxid)}`
    case 'compact':
      return `compact up to ${formatZxid(event.base)}`
    case 'resign':
      return 'resign'
    default:
      return unreachable(event)
  }
}

export function describeEffect(effect: Effect): string {
  switch (effect.type) {
    case 'send':
      return `-> ${effect.to} ${describeMessage(effect.message)}`
    case 'persist':
      return `persist #${effect.id} ${describeWrite(effect.write)}`
    case 'deliver':
      return `deliver ${describeBatch(effect.batch)}`
    case 'send-snapshot':
      return `send-snapshot to ${effect.to} at or above ${formatZxid(effect.atLeast)}`
    case 'cancel-snapshot':
      return `cancel-snapshot to ${effect.to}`
    case 'restore':
      return `restore ${formatZxid(effect.zxid)}`
    case 'became': {
      const whom = effect.role === 'following' || effect.role === 'observing' ? ` peer ${effect.leader}` : ''
      const reign =
        effect.phase === 'synchronization' || effect.phase === 'broadcast' ? ` of epoch ${effect.epoch}` : ''
      return `became ${effect.role}${whom}, ${effect.phase}${reign}: ${effect.why}`
    }
    case 'close-link':
      return `close-link ${effect.peer}: ${effect.why}`
    case 'halt':
      return `halt: ${effect.why}`
    default:
      return unreachable(effect)
  }
}

export function describeMessage(message: ZabMessage): string {
  switch (message.type) {
    case 'notification':
      return describeNotification(message.role, message.round, message.vote)
    case 'follower-info': {
      const kind = message.observer ? 'observer-info' : 'follower-info'
      return `${kind} accepted ${message.acceptedEpoch}, attempt ${message.attempt}`
    }
    case 'leader-info':
      return `leader-info ${message.epoch}, attempt ${message.attempt}`
    case 'ack-epoch': {
      const current = message.currentEpoch === undefined ? 'promised before' : `current ${message.currentEpoch}`
      return `ack-epoch ${message.epoch}, ${current}, last ${formatZxid(message.last)}`
    }
    case 'diff':
    case 'snap':
    case 'new-leader':
    case 'ack-new-leader':
      return `${message.type} ${message.epoch}`
    case 'trunc':
      return `trunc to ${formatZxid(message.to)}`
    case 'up-to-date':
      return `up-to-date ${message.epoch}, committed ${formatZxid(message.committed)}`
    case 'proposal':
      return `proposal ${describeBatch(message.batch)}`
    case 'ack':
      return `ack ${formatZxid(message.upTo)}`
    case 'commit': {
      const offer = message.withYours > message.upTo ? `, with yours ${formatZxid(message.withYours)}` : ''
      return `commit ${formatZxid(message.upTo)}${offer}`
    }
    case 'ping':
    case 'pong':
      return message.type
    case 'farewell':
      return `farewell, attempt ${message.attempt}: ${message.why}`
    default:
      return unreachable(message)
  }
}

/** Everything an operator asks first, in one line. */
export function describeView(view: PeerView): string {
  const { role, phase } = view
  const whom = role === 'looking' ? `round ${view.round}, votes ${view.vote.leader}` : `peer ${view.leader}`
  const epochs = `epoch ${view.currentEpoch}/${view.acceptedEpoch}`
  const log = `last ${formatZxid(view.last)}, durable ${formatZxid(view.durable)}, committed ${formatZxid(view.committed)}`
  return `${view.id} ${role} ${whom}, ${phase}, ${epochs}, ${log}, links ${view.links.join(' ') || 'none'}`
}

export function describeBatch(batch: TxnBatch): string {
  const first = formatZxid(batch.first)
  return batch.payloads.length === 1 ? first : `${first}..${formatZxid(lastOf(batch))}`
}

function describeNotification(role: string, round: number, vote: Vote): string {
  if (round === 0) return `notification: ${role}, does not vote`
  return `notification: ${role}, round ${round}, votes ${vote.leader} (epoch ${vote.epoch}, ${formatZxid(vote.zxid)})`
}

function describeWrite(write: DurableWrite): string {
  switch (write.type) {
    case 'append':
      return `append ${describeBatch(write.batch)}`
    case 'truncate':
      return `truncate to ${formatZxid(write.to)}`
    case 'epochs':
      return `epochs accepted ${write.accepted}, current ${write.current}`
    case 'install-snapshot':
      return `install-snapshot ${formatZxid(write.zxid)}`
    default:
      return unreachable(write)
  }
}

function describePayloads(payloads: readonly Uint8Array[]): string {
  const [first] = payloads
  if (payloads.length === 1 && first !== undefined) return describePayload(first)
  return `${payloads.length} transactions`
}

const TEXT_MAX = 40

/** Printable ASCII in quotes, anything else as its size: payloads are opaque, this is only for reading traces. */
function describePayload(payload: Uint8Array): string {
  const printable = payload.length <= TEXT_MAX && payload.every((byte) => byte >= 0x20 && byte < 0x7f)
  return printable ? JSON.stringify(String.fromCharCode(...payload)) : `${payload.length} bytes`
}
