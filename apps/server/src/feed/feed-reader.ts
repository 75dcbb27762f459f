/**
 * Whoever reads the feed over one WebSocket. What it has not taken waits up to a bound; beyond that records are left out until it
 * has caught up, and it is told how many. Nothing here ever waits for it.
 */
import type { Upgraded } from '../http/web-sockets/index.ts'
import { type Detail, wishesIn } from './wishes.ts'

/** RFC 6455, 7.4.1: a message that makes no sense, and too many of them. */
const NOT_UNDERSTOOD = 1007
const POLICY = 1008
const WISHES_PER_SECOND = 10

/** What waits for a reader before records are left out, bytes. */
export const WAITING_BYTES_MAX: number = 256 * 1024

export class FeedReader {
  readonly #ws: Upgraded['ws']
  readonly #socket: Upgraded['socket']
  readonly #wished: () => void
  #wants: ReadonlySet<Detail> = new Set()
  #dropped = 0
  #wishes = 0

  /** `wished`: it wants other details from now on. */
  constructor({ ws, socket }: Upgraded, wished: () => void) {
    this.#ws = ws
    this.#socket = socket
    this.#wished = wished
    ws.on('message', (message, isBinary) => this.#onMessage(isBinary ? '' : String(message)))
  }

  wants(detail: Detail): boolean {
    return this.#wants.has(detail)
  }

  /** Records left out since the last call that asked, once it takes some again. */
  takeDropped(): number {
    if (this.#isBehind) return 0
    const dropped = this.#dropped
    this.#dropped = 0
    return dropped
  }

  /** Whole lines, encoded once for all readers. */
  send(lines: Uint8Array, records: number): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return
    if (this.#isBehind) this.#dropped += records
    else this.#ws.send(lines, { binary: false })
  }

  /** Called once a second: it may wish again. */
  forgive(): void {
    this.#wishes = 0
  }

  get #isBehind(): boolean {
    return this.#socket.writableLength > WAITING_BYTES_MAX
  }

  #onMessage(text: string): void {
    if (++this.#wishes > WISHES_PER_SECOND) return this.#ws.close(POLICY, 'too many messages')
    const wants = wishesIn(text)
    if (wants === undefined) return this.#ws.close(NOT_UNDERSTOOD, 'expected {"want":["sessions",…]}')
    this.#wants = wants
    this.#wished()
  }
}
