/**
 * Two peers prove to each other that they hold the ensemble key, and as whom, before either reads anything else.
 * Challenge and response over fresh nonces, so a recording of one handshake is worthless in the next.
 *
 * ```
 *                         0       3 4   5     6       7       8            40            72
 * acceptor → dialer       "QLK" 1 | version | from  | to: 0 | nonce        |              challenge
 * dialer → acceptor       "QLK" 2 | version | from  | to    | nonce        | proof        answer
 * acceptor → dialer       "QLK" 3 | version | from  | to    | proof        |              welcome
 *
 * proof = HMAC-SHA256(ensemble key, role, version, dialer, acceptor, acceptor's nonce, dialer's nonce)
 * ```
 *
 * The dialer proves itself first: a stranger who connects gets a nonce and nothing he could search a weak key with.
 * The role in the proof keeps one side's proof from being played back as the other's.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isPeerId, type PeerId } from '@quoll/core'
import { CLOSED, type Refusal, refused } from './refusal.ts'

export const NONCE_BYTES = 32
const PROOF_BYTES = 32
const HEAD_BYTES = 8
export const CHALLENGE_BYTES: number = HEAD_BYTES + NONCE_BYTES
export const ANSWER_BYTES: number = HEAD_BYTES + NONCE_BYTES + PROOF_BYTES
export const WELCOME_BYTES: number = HEAD_BYTES + PROOF_BYTES

/** Who we are in every handshake. `mayDial` says whose dials we take: the configured peers with a higher id. */
export type Identity = {
  readonly self: PeerId
  readonly key: Uint8Array
  readonly version: number
  readonly mayDial: (peer: PeerId) => boolean
}

type Transcript = {
  readonly version: number
  readonly dialer: number
  readonly acceptor: number
  readonly acceptorNonce: Uint8Array
  readonly dialerNonce: Uint8Array
}

type Kind = 1 | 2 | 3
const CHALLENGE: Kind = 1
const ANSWER: Kind = 2
const WELCOME: Kind = 3

/** The acceptor's first frame. */
export function challengeFrame({ self, version }: Identity, nonce: Uint8Array): Uint8Array {
  return Buffer.concat([head(CHALLENGE, version, self, 0), nonce])
}

export type Answered = { readonly type: 'answer'; readonly frame: Uint8Array; readonly welcome: Uint8Array }

/** The dialer's reply to a challenge: its proof, and the only welcome it will accept afterwards. */
export function answerChallenge(
  { self, key, version }: Identity,
  peer: PeerId,
  frame: Uint8Array,
  nonce: Uint8Array,
): Answered | Refusal {
  if (!isKind(frame, CHALLENGE, CHALLENGE_BYTES)) {
    return refused(CLOSED.malformed, 'what answers there is no peer of a Quoll ensemble')
  }
  const theirs = versionOf(frame)
  if (theirs !== version) return refused(CLOSED.version, versionSentence(theirs, version))
  if (frame[6] !== peer) return refused(CLOSED.misdirected, `peer ${frame[6]} answers there instead`)

  const transcript = {
    version,
    dialer: self,
    acceptor: peer,
    acceptorNonce: frame.subarray(HEAD_BYTES),
    dialerNonce: nonce,
  }
  return {
    type: 'answer',
    frame: Buffer.concat([head(ANSWER, version, self, peer), nonce, proof(key, 'dialer', transcript)]),
    welcome: Buffer.concat([head(WELCOME, version, peer, self), proof(key, 'acceptor', transcript)]),
  }
}

/** Whether the acceptor is who it says, too. */
export function isWelcome(expected: Uint8Array, frame: Uint8Array): boolean {
  return frame.length === expected.length && timingSafeEqual(frame, expected)
}

export type Welcomed = { readonly type: 'welcome'; readonly peer: PeerId; readonly frame: Uint8Array }

/** The acceptor's verdict on an answer. Ids are looked at only after the proof: who lacks the key learns nothing about them. */
export function judgeAnswer(identity: Identity, nonce: Uint8Array, frame: Uint8Array): Welcomed | Refusal {
  const { self, key, version } = identity
  if (!isKind(frame, ANSWER, ANSWER_BYTES)) return refused(CLOSED.malformed, 'it did not answer the challenge')
  const theirs = versionOf(frame)
  if (theirs !== version) return refused(CLOSED.version, versionSentence(theirs, version))

  const dialer = frame[6] ?? 0
  const acceptor = frame[7] ?? 0
  const transcript = {
    version,
    dialer,
    acceptor,
    acceptorNonce: nonce,
    dialerNonce: frame.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES),
  }
  if (!timingSafeEqual(frame.subarray(HEAD_BYTES + NONCE_BYTES), proof(key, 'dialer', transcript))) {
    return refused(CLOSED.key, 'its proof is wrong: it has another ensemble key, or is no peer at all')
  }
  if (acceptor !== self) return refused(CLOSED.misdirected, `it meant peer ${acceptor}, and we are ${self}`)
  if (!isPeerId(dialer) || !identity.mayDial(dialer)) {
    return refused(CLOSED.stranger, `it says it is peer ${dialer}, which is not one that dials us`)
  }
  return {
    type: 'welcome',
    peer: dialer,
    frame: Buffer.concat([head(WELCOME, version, self, dialer), proof(key, 'acceptor', transcript)]),
  }
}

function head(kind: Kind, version: number, from: number, to: number): Uint8Array {
  return Uint8Array.of(0x51, 0x4c, 0x4b, kind, version >> 8, version & 0xff, from, to)
}

function isKind(frame: Uint8Array, kind: Kind, length: number): boolean {
  return frame.length === length && frame[0] === 0x51 && frame[1] === 0x4c && frame[2] === 0x4b && frame[3] === kind
}

function versionOf(frame: Uint8Array): number {
  return ((frame[4] ?? 0) << 8) | (frame[5] ?? 0)
}

function versionSentence(theirs: number, ours: number): string {
  return `it speaks version ${theirs} of the peer protocol and we speak ${ours}: run the same version of Quoll on both`
}

function proof(key: Uint8Array, role: 'dialer' | 'acceptor', transcript: Transcript): Uint8Array {
  const { version, dialer, acceptor, acceptorNonce, dialerNonce } = transcript
  return createHmac('sha256', key)
    .update(`quoll peer link, ${role}\0`)
    .update(Uint8Array.of(version >> 8, version & 0xff, dialer, acceptor))
    .update(acceptorNonce)
    .update(dialerNonce)
    .digest()
}
