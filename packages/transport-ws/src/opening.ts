/**
 * The first moments of a connection, when nobody is known yet. Both sides run their half of the handshake over whole
 * messages; whoever sends more bytes than a handshake has, or anything else than the next expected message, is cut off.
 */
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { PeerId } from '@quoll/core'
import type { WebSocket } from 'ws'
import { describeError } from './describe-error.ts'
import { answerChallenge, challengeFrame, type Identity, isWelcome, judgeAnswer, NONCE_BYTES } from './handshake.ts'
import { CLOSED, type Refusal, refusalSentence, refused } from './refusal.ts'

/** More than any honest side sends before it is known: an answer of 72 bytes, or a close frame, with their headers. */
const OPENING_BYTES_MAX = 256

const NOTHING = new Uint8Array(0)

export type Opening = {
  readonly ws: WebSocket
  readonly socket: Socket
  readonly identity: Identity
  readonly lingerMs: number
  /** Once: the peer on the other side, or why there is none. The WebSocket has no listeners of ours any more. */
  readonly onKnown: (peer: PeerId) => void
  readonly onFailed: (why: string) => void
}

/** The acceptor's half: challenge, judge the answer, welcome. */
export function openAsAcceptor(opening: Opening): void {
  const nonce = randomBytes(NONCE_BYTES)
  const conversation = converse(opening, (frame) => {
    const verdict = judgeAnswer(opening.identity, nonce, frame)
    if (verdict.type === 'refused') return conversation.refuse(verdict)
    opening.ws.send(verdict.frame)
    conversation.settle()
    opening.onKnown(verdict.peer)
  })
  opening.ws.send(challengeFrame(opening.identity, nonce))
}

/** The dialer's half: answer the challenge of the peer we meant, check its welcome. */
export function openAsDialer(opening: Opening, peer: PeerId): void {
  let expected: Uint8Array | undefined
  const conversation = converse(opening, (frame) => {
    if (expected === undefined) {
      const answer = answerChallenge(opening.identity, peer, frame, randomBytes(NONCE_BYTES))
      if (answer.type === 'refused') return conversation.refuse(answer)
      expected = answer.welcome
      opening.ws.send(answer.frame)
    } else if (isWelcome(expected, frame)) {
      conversation.settle()
      opening.onKnown(peer)
    } else {
      conversation.refuse(refused(CLOSED.key, 'it could not prove that it has the ensemble key'))
    }
  })
}

type Conversation = {
  /** The handshake is over: stop listening. */
  settle(): void
  refuse(refusal: Refusal): void
}

function converse({ ws, socket, lingerMs, onFailed }: Opening, onFrame: (frame: Uint8Array) => void): Conversation {
  let over = false
  let heardBytes = 0
  let trouble: string | undefined

  const fail = (why: string): void => {
    if (over) return
    over = true
    onFailed(why)
  }
  // Runs after the parser of ws had the same chunk: bytes behind the last message of the handshake do not count.
  // Stays while a refused connection is closing, so that nobody fills our memory then.
  const onData = (chunk: Uint8Array): void => {
    heardBytes += chunk.length
    if (heardBytes <= OPENING_BYTES_MAX) return
    fail('it sent more than a handshake before it was known')
    ws.terminate()
  }
  socket.on('data', onData)

  ws.on('message', (data, isBinary) => {
    if (!over) onFrame(isBinary && data instanceof Uint8Array ? data : NOTHING)
  })
  ws.on('error', (error) => {
    trouble = describeError(error)
  })
  ws.on('close', (code) => fail(refusalSentence(code) ?? trouble ?? 'it closed the connection during the handshake'))

  return {
    settle() {
      over = true
      ws.removeAllListeners()
      socket.off('data', onData)
    },
    refuse({ code, why }) {
      fail(why)
      ws.close(code)
      setTimeout(() => ws.terminate(), lingerMs)
    },
  }
}
