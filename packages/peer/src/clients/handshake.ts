/**
 * How a client gets its session: a new one is a transaction, an old one is asked for at the leader. Follows
 * ZooKeeperServer.processConnectRequest, but checks the password before the rightful connection is closed.
 */
import { DecodeError } from '@quoll/bytes'
import type { PeerId, Zxid } from '@quoll/core'
import {
  type ConnectRequest,
  decodeConnectRequest,
  encodeConnectResponse,
  firstSessionId,
  isSessionPassword,
  nextSessionId,
  sessionPassword,
} from '@quoll/protocol/client'
import type { SessionId } from '@quoll/state-machine'
import type { SessionOptions } from '../options.ts'
import type { Client } from './client.ts'

/** What a handshake leads to. */
export type Handshake =
  | { readonly type: 'open'; readonly session: SessionId; readonly timeoutMs: number }
  | { readonly type: 'attach'; readonly session: SessionId; readonly timeoutMs: number }
  /** Answered with the zero response, then closed: the session is over, for this client. */
  | { readonly type: 'expired' }
  /** Closed without a word. */
  | { readonly type: 'refused' }

export class Handshakes {
  readonly #sessions: SessionOptions
  #nextSession: bigint

  constructor(sessions: SessionOptions, self: PeerId, wallMs: number) {
    this.#sessions = sessions
    this.#nextSession = firstSessionId(self, wallMs)
  }

  /** Judges the first frame of a connection. `applied`: the last transaction this peer has applied. */
  judge(client: Client, frame: Uint8Array, applied: Zxid): Handshake {
    const request = decoded(frame)
    if (request === undefined) return { type: 'refused' }
    client.sendsReadOnly = request.readOnly !== undefined
    // A client must not see the past: whoever has seen more than we have goes to another peer.
    if (request.lastZxidSeen > applied) return { type: 'refused' }
    const timeoutMs = this.#negotiate(request)
    if (request.sessionId === 0n) return { type: 'open', session: this.#newSession(), timeoutMs }
    if (!isSessionPassword(request.sessionId, request.password)) return { type: 'expired' }
    return { type: 'attach', session: request.sessionId as SessionId, timeoutMs }
  }

  #negotiate({ timeoutMs }: ConnectRequest): number {
    return Math.min(Math.max(timeoutMs, this.#sessions.minTimeoutMs), this.#sessions.maxTimeoutMs)
  }

  #newSession(): SessionId {
    const session = this.#nextSession
    this.#nextSession = nextSessionId(session)
    return session as SessionId
  }
}

/** Anybody may knock with anything: what is no handshake is sent away. */
function decoded(frame: Uint8Array): ConnectRequest | undefined {
  try {
    return decodeConnectRequest(frame)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    return undefined
  }
}

export function welcome(client: Client, session: SessionId, timeoutMs: number): Uint8Array {
  return encodeConnectResponse({
    timeoutMs,
    sessionId: session,
    password: sessionPassword(session),
    readOnly: client.sendsReadOnly ? false : undefined,
  })
}

/** The answer for a session that is unknown, expired, closed, or somebody else's: a client cannot tell which. */
export function sessionIsOver(client: Client): Uint8Array {
  return encodeConnectResponse({
    timeoutMs: 0,
    sessionId: 0n,
    password: new Uint8Array(16),
    readOnly: client.sendsReadOnly ? false : undefined,
  })
}
