/**
 * While the server at hand is read-only: looks for one that takes changes, by asking one after the other for a session that is
 * not read-only. Who grants one is it; the session that was granted is given back. ZooKeeper: ClientCnxn.pingRwServer, which asks
 * with a four-letter word and so cannot ask over a WebSocket.
 */
import { DecodeError } from '@quoll/bytes'
import { decodeConnectResponse, encodeConnectRequest, encodeRequest } from '@quoll/protocol/client'
import type { Address, Link, Transport } from '../transport/transport.ts'

export type ReadWriteSearchOptions = {
  readonly transport: Transport
  /** Whom to ask next. */
  readonly next: () => Address
  /** Also how long one may take to answer. */
  readonly sessionTimeoutMs: number
  readonly onFound: (address: Address) => void
}

const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 30_000

export class ReadWriteSearch {
  readonly #options: ReadWriteSearchOptions
  #pauseMs = PAUSE_MS_MIN
  #timer: ReturnType<typeof setTimeout> | undefined
  #link: Link | undefined
  #stopped = false

  /** Begins after a pause. */
  constructor(options: ReadWriteSearchOptions) {
    this.#options = options
    this.#later()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#link?.close()
  }

  #later(): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), this.#pauseMs)
    this.#pauseMs = Math.min(PAUSE_MS_MAX, 2 * this.#pauseMs)
  }

  #ask(): void {
    const { transport, next, sessionTimeoutMs: timeoutMs, onFound } = this.#options
    const address = next()
    const hello = { lastZxidSeen: 0, timeoutMs, sessionId: 0n, password: new Uint8Array(16), readOnly: false }
    const link = transport.dial(address, {
      onOpen: () => link.send(encodeConnectRequest(hello)),
      onFrame: (frame) => {
        if (!grantsSession(frame)) return this.#giveUp(link)
        // The server hangs up behind its answer to this; until then it may find us again.
        link.send(encodeRequest(1, { type: 'close-session' }))
        this.#link = undefined
        this.stop()
        onFound(address)
      },
      onClosed: () => this.#later(),
    })
    this.#link = link
    this.#timer = setTimeout(() => this.#giveUp(link), timeoutMs)
  }

  #giveUp(link: Link): void {
    link.close()
    this.#later()
  }
}

function grantsSession(frame: Uint8Array): boolean {
  try {
    const { timeoutMs, readOnly } = decodeConnectResponse(frame)
    return timeoutMs > 0 && readOnly !== true
  } catch (error) {
    if (error instanceof DecodeError) return false
    throw error
  }
}
