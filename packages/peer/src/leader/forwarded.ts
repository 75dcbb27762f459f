/** Requests that came over a link from a learner's clients, on their way to the proposer. */
import { DecodeError } from '@quoll/bytes'
import type { PeerId } from '@quoll/core'
import { decodeRequest } from '@quoll/protocol/client'
import type { PeerMessage } from '@quoll/protocol/peer'
import type { SessionId, WriteRequest } from '@quoll/state-machine'
import type { Proposer } from './proposer.ts'

/** What a learner may ask of its leader. */
export type LearnerRequest = Extract<
  PeerMessage,
  { type: 'forward' | 'open-session' | 'sync' | 'revalidate' | 'touch' }
>

/** @throws DecodeError when the learner forwarded what it should have refused itself. */
export function onLearnerRequest(
  proposer: Proposer,
  from: PeerId,
  message: LearnerRequest,
  reply: (message: PeerMessage) => void,
): void {
  switch (message.type) {
    case 'forward': {
      const { request, xid, auth } = message
      const session = message.session as SessionId
      const write = decodeWrite(message.opCode, message.body)
      return proposer.write({ origin: from, request, session, xid, auth, write })
    }
    case 'open-session': {
      const write: WriteRequest = { type: 'create-session', timeoutMs: message.timeoutMs }
      const session = message.session as SessionId
      return proposer.write({ origin: from, request: message.request, session, xid: 0, auth: [], write })
    }
    case 'sync':
      return proposer.sync(from, message.request)
    case 'revalidate': {
      const valid = proposer.attach(message.session as SessionId, message.timeoutMs, from)
      return reply({ type: 'revalidated', session: message.session, valid })
    }
    case 'touch':
      for (const session of message.sessions) proposer.touch(session as SessionId)
      return
  }
}

function decodeWrite(opCode: number, body: Uint8Array): WriteRequest {
  const request = decodeRequest(opCode, body)
  switch (request.type) {
    case 'create':
    case 'delete':
    case 'set-data':
    case 'set-acl':
    case 'multi':
    case 'close-session':
      return request
    default:
      throw new DecodeError(`operation ${opCode} is not one to forward`)
  }
}
