/**
 * ZAB's own messages. Epochs are u32, zxids 64 bits, counters (rounds, attempts, ticks) 64 bits that hold 53.
 *
 * ```
 * notification   u8 role · round · u8 leader · zxid · epoch       diff, snap, new-leader, ack-new-leader   epoch
 * follower-info  attempt · accepted epoch · u8 observer            trunc        epoch · zxid to
 * leader-info    attempt · epoch                                   up-to-date   epoch · zxid committed
 * ack-epoch      epoch · current epoch or ffffffff · zxid last     ack          epoch · zxid up to
 * commit         epoch · zxid up to · zxid up to which with yours
 * farewell       attempt · string why                              ping, pong   epoch · tick
 * ```
 */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import type { ZabMessage } from '@quoll/core'
import {
  readCounter,
  readEpoch,
  readFlag,
  readOptionalEpoch,
  readPeerId,
  readRole,
  readText,
  readZxid,
  writeOptionalEpoch,
  writeRole,
} from './fields.ts'
import type { PartWriter } from './part-writer.ts'
import { readProposal, writeProposal } from './proposal.ts'
import { Tag } from './tags.ts'

export function writeZab(target: PartWriter, message: ZabMessage): void {
  if (message.type === 'proposal') {
    writeProposal(target, message)
    return
  }
  target.fields.u8(Tag[message.type])
  writeFields(target.fields, message)
}

function writeFields(fields: ByteWriter, message: Exclude<ZabMessage, { type: 'proposal' }>): void {
  switch (message.type) {
    case 'notification':
      writeRole(fields, message.role)
      fields.i53(message.round)
      fields.u8(message.vote.leader)
      fields.i53(message.vote.zxid)
      fields.u32(message.vote.epoch)
      return
    case 'follower-info':
      fields.i53(message.attempt)
      fields.u32(message.acceptedEpoch)
      fields.boolean(message.observer)
      return
    case 'leader-info':
      fields.i53(message.attempt)
      fields.u32(message.epoch)
      return
    case 'ack-epoch':
      fields.u32(message.epoch)
      writeOptionalEpoch(fields, message.currentEpoch)
      fields.i53(message.last)
      return
    case 'diff':
    case 'snap':
    case 'new-leader':
    case 'ack-new-leader':
      fields.u32(message.epoch)
      return
    case 'trunc':
      fields.u32(message.epoch)
      fields.i53(message.to)
      return
    case 'up-to-date':
      fields.u32(message.epoch)
      fields.i53(message.committed)
      return
    case 'ack':
      fields.u32(message.epoch)
      fields.i53(message.upTo)
      return
    case 'commit':
      fields.u32(message.epoch)
      fields.i53(message.upTo)
      fields.i53(message.withYours)
      return
    case 'ping':
    case 'pong':
      fields.u32(message.epoch)
      fields.i53(message.sent)
      return
    case 'farewell':
      fields.i53(message.attempt)
      fields.string(message.why)
      return
    default:
      message satisfies never
  }
}

/** Reads behind the tag. */
export function readZab(tag: number, reader: ByteReader): ZabMessage {
  switch (tag) {
    case Tag.proposal:
      return readProposal(reader)
    case Tag.ack:
      return { type: 'ack', epoch: readEpoch(reader), upTo: readZxid(reader) }
    case Tag.commit:
      return { type: 'commit', epoch: readEpoch(reader), upTo: readZxid(reader), withYours: readZxid(reader) }
    case Tag.ping:
      return { type: 'ping', epoch: readEpoch(reader), sent: readCounter(reader) }
    case Tag.pong:
      return { type: 'pong', epoch: readEpoch(reader), sent: readCounter(reader) }
    default:
      return readRare(tag, reader)
  }
}

/** Election, discovery and synchronization: a few messages per reign. */
function readRare(tag: number, reader: ByteReader): ZabMessage {
  switch (tag) {
    case Tag.notification: {
      const [role, round] = [readRole(reader), readCounter(reader)]
      const vote = { leader: readPeerId(reader), zxid: readZxid(reader), epoch: readEpoch(reader) }
      return { type: 'notification', role, round, vote }
    }
    case Tag['follower-info']: {
      const [attempt, acceptedEpoch] = [readCounter(reader), readEpoch(reader)]
      return { type: 'follower-info', attempt, acceptedEpoch, observer: readFlag(reader) }
    }
    case Tag['leader-info']:
      return { type: 'leader-info', attempt: readCounter(reader), epoch: readEpoch(reader) }
    case Tag['ack-epoch']: {
      const [epoch, currentEpoch] = [readEpoch(reader), readOptionalEpoch(reader)]
      return { type: 'ack-epoch', epoch, currentEpoch, last: readZxid(reader) }
    }
    case Tag.diff:
      return { type: 'diff', epoch: readEpoch(reader) }
    case Tag.trunc:
      return { type: 'trunc', epoch: readEpoch(reader), to: readZxid(reader) }
    case Tag.snap:
      return { type: 'snap', epoch: readEpoch(reader) }
    case Tag['new-leader']:
      return { type: 'new-leader', epoch: readEpoch(reader) }
    case Tag['ack-new-leader']:
      return { type: 'ack-new-leader', epoch: readEpoch(reader) }
    case Tag['up-to-date']:
      return { type: 'up-to-date', epoch: readEpoch(reader), committed: readZxid(reader) }
    case Tag.farewell:
      return { type: 'farewell', attempt: readCounter(reader), why: readText(reader) }
    default:
      throw new DecodeError(`no message has the tag ${tag}`)
  }
}
