import { type PeerId, peerId } from '@quoll/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ANSWER_BYTES,
  answerChallenge,
  CHALLENGE_BYTES,
  challengeFrame,
  type Identity,
  isWelcome,
  judgeAnswer,
  NONCE_BYTES,
  WELCOME_BYTES,
} from '../src/handshake.ts'
import { CLOSED } from '../src/refusal.ts'

const [one, two, three] = [peerId(1), peerId(2), peerId(3)]
const nonce = (seed: number): Uint8Array => new Uint8Array(NONCE_BYTES).fill(seed)

function identity(self: PeerId, changes: Partial<Identity> = {}): Identity {
  const mayDial = (peer: PeerId): boolean => peer > self && peer <= 3
  return { self, key: Buffer.from('the key of the ensemble'), version: 7, mayDial, ...changes }
}

/** The dialer's answer to a challenge of `acceptor`, which must not be a refusal. */
function answerOf(dialer: Identity, acceptor: Identity, acceptorNonce = nonce(1), dialerNonce = nonce(2)) {
  const answer = answerChallenge(dialer, acceptor.self, challengeFrame(acceptor, acceptorNonce), dialerNonce)
  if (answer.type === 'refused') throw new Error(answer.why)
  return answer
}

describe('two peers with the same key', () => {
  test('know each other after three frames of fixed size', () => {
    const challenge = challengeFrame(identity(one), nonce(1))
    const answer = answerOf(identity(two), identity(one))
    const verdict = judgeAnswer(identity(one), nonce(1), answer.frame)
    expect(verdict).toMatchObject({ type: 'welcome', peer: two })
    if (verdict.type === 'refused') return
    expect(isWelcome(answer.welcome, verdict.frame)).toBe(true)
    expect([challenge, answer.frame, verdict.frame].map((frame) => frame.length)).toEqual([
      CHALLENGE_BYTES,
      ANSWER_BYTES,
      WELCOME_BYTES,
    ])
  })
})

describe('the acceptor refuses', () => {
  const judge = (frame: Uint8Array, changes: Partial<Identity> = {}) =>
    judgeAnswer(identity(one, changes), nonce(1), frame)

  test('another key', () => {
    const stranger = identity(two, { key: Buffer.from('some key of somebody else') })
    expect(judge(answerOf(stranger, identity(one)).frame)).toMatchObject({ code: CLOSED.key })
  })

  test('an answer to an older challenge', () => {
    const recorded = answerOf(identity(two), identity(one), nonce(9)).frame
    expect(judge(recorded)).toMatchObject({ code: CLOSED.key })
  })

  test('a peer that is not configured, or has the lower id, although it holds the key', () => {
    expect(judge(answerOf(identity(peerId(9)), identity(one)).frame)).toMatchObject({ code: CLOSED.stranger })
    const lower = answerOf(identity(one), identity(two)).frame
    expect(judgeAnswer(identity(two), nonce(1), lower)).toMatchObject({ code: CLOSED.stranger })
  })

  test('its own id', () => {
    const mirror = answerOf(identity(one), identity(one)).frame
    expect(judge(mirror)).toMatchObject({ code: CLOSED.stranger })
  })

  test('a dialer that meant somebody else', () => {
    expect(judge(answerOf(identity(three), identity(two)).frame)).toMatchObject({ code: CLOSED.misdirected })
  })

  test('another version, with a sentence that names both', () => {
    const newer = answerOf(identity(two, { version: 8 }), identity(one, { version: 8 })).frame
    expect(judge(newer)).toMatchObject({ code: CLOSED.version, why: expect.stringContaining('version 8') })
    expect(judge(newer)).toMatchObject({ why: expect.stringContaining('we speak 7') })
  })

  test('any answer in which one bit was turned', () => {
    const answer = answerOf(identity(two), identity(one)).frame
    for (let bit = 0; bit < answer.length * 8; bit++) {
      const turned = Uint8Array.from(answer)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(judge(turned).type).toBe('refused')
    }
  })

  test('its own proof played back as the one of a dialer', () => {
    const answer = answerOf(identity(two), identity(one))
    const replayed = Uint8Array.from(answer.frame)
    replayed.set(answer.welcome.subarray(8), 8 + NONCE_BYTES)
    expect(judge(replayed)).toMatchObject({ code: CLOSED.key })
  })

  test('anything else, without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => judge(bytes).type === 'refused'))
  })
})

describe('the dialer refuses', () => {
  const dialer = identity(two)

  test('another version, and another peer than the one it meant', () => {
    const other = challengeFrame(identity(one, { version: 6 }), nonce(1))
    expect(answerChallenge(dialer, one, other, nonce(2))).toMatchObject({ code: CLOSED.version })
    const misplaced = challengeFrame(identity(three), nonce(1))
    expect(answerChallenge(dialer, one, misplaced, nonce(2))).toMatchObject({
      code: CLOSED.misdirected,
      why: 'peer 3 answers there instead',
    })
  })

  test('a welcome without the key', () => {
    const answer = answerOf(dialer, identity(one))
    const impostor = judgeAnswer(identity(one, { key: Buffer.from('not the ensemble key') }), nonce(1), answer.frame)
    expect(impostor.type).toBe('refused')
    expect(isWelcome(answer.welcome, answer.welcome.subarray(1))).toBe(false)
    const own = Uint8Array.from(answer.welcome)
    own.set(answer.frame.subarray(8 + NONCE_BYTES), 8)
    expect(isWelcome(answer.welcome, own)).toBe(false)
  })

  test('anything else, without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        return answerChallenge(dialer, one, bytes, nonce(2)).type === 'refused' && !isWelcome(nonce(5), bytes)
      }),
    )
  })
})
