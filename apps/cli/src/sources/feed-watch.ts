/**
 * A Quoll peer, watched through its feed: one WebSocket, dialled again and again. A peer whose connection ends, or that says nothing
 * for a second (paused, cut off, the machine gone), is told as `lost`; its next status ends that.
 */
import { decodeHeader, decodeRecord, TraceFormatError, type TraceRecord } from '@quoll/trace'
import type { Detail } from '@quoll/tui'
import { WebSocket } from 'ws'
import { type Address, formatAddress } from '../peers/addresses.ts'
import { PeerClock } from './peer-clock.ts'
import { type PeerWatch, type Tell, wallMs } from './peer-watch.ts'

export type FeedWatchOptions = {
  readonly id: number
  readonly http: Address
}

const MESSAGE_BYTES_MAX = 8 * 1024 * 1024
/** Four statuses come in a second. */
const SILENT_MS = 1000
/** A connection over which nothing came for so long is given up: the other end may have been started anew. */
const HOPELESS_MS = 5000
const LOOK_MS = 100
const DIAL_MS = 1000
const REDIAL_MIN_MS = 50
const REDIAL_MAX_MS = 1000

export class FeedWatch implements PeerWatch {
  readonly #id: number
  readonly #url: string
  readonly #address: string
  #tell: Tell = () => {}
  #details: readonly Detail[] = []
  #ws: WebSocket | undefined
  readonly #clock = new PeerClock()
  #heardMs = 0
  #lost = false
  #pauseMs = REDIAL_MIN_MS
  #looking: NodeJS.Timeout | undefined
  #redial: NodeJS.Timeout | undefined
  /** When this connection began, and the newest that was told of before: times of its clock. */
  #begunMs = 0
  #newestMs = Number.NEGATIVE_INFINITY
  #newestTold = { atMs: Number.NEGATIVE_INFINITY, number: 0 }

  constructor({ id, http }: FeedWatchOptions) {
    this.#id = id
    this.#address = formatAddress(http)
    this.#url = `ws://${this.#address}/feed`
  }

  start(tell: Tell): void {
    this.#tell = tell
    this.#heardMs = performance.now()
    this.#looking = setInterval(() => this.#look(), LOOK_MS)
    this.#dial()
  }

  stop(): void {
    this.#tell = () => {}
    clearInterval(this.#looking)
    clearTimeout(this.#redial)
    this.#ws?.removeAllListeners()
    this.#ws?.on('error', () => {})
    this.#ws?.terminate()
  }

  want(details: ReadonlySet<Detail>): void {
    this.#details = [...details]
    if (this.#ws?.readyState === WebSocket.OPEN) this.#sendWishes(this.#ws)
  }

  #dial(): void {
    const ws = new WebSocket(this.#url, {
      handshakeTimeout: DIAL_MS,
      maxPayload: MESSAGE_BYTES_MAX,
      perMessageDeflate: false,
    })
    this.#ws = ws
    let lines = 0
    let why = 'nobody answers at'
    ws.on('open', () => {
      why = 'the connection ended to'
      this.#heardMs = performance.now()
      if (this.#details.length > 0) this.#sendWishes(ws)
    })
    ws.on('message', (message) => {
      this.#heardMs = performance.now()
      try {
        for (const line of String(message).split('\n')) if (line !== '') this.#onLine(line, ++lines)
        this.#pauseMs = REDIAL_MIN_MS
      } catch (error) {
        if (!(error instanceof TraceFormatError)) throw error
        why = `says what cannot be read, ${error.message}:`
        ws.terminate()
      }
    })
    ws.on('error', ({ message }) => {
      const code = message.match(/^Unexpected server response: (\d+)/)?.[1]
      if (code !== undefined) why = code === '503' ? 'no more readers are taken at' : `no feed (${code}) at`
    })
    ws.on('close', () => this.#closed(`${why} ${this.#address}`))
  }

  #closed(why: string): void {
    this.#isLost(why)
    this.#redial = setTimeout(() => this.#dial(), this.#pauseMs * (0.5 + Math.random()))
    this.#pauseMs = Math.min(REDIAL_MAX_MS, this.#pauseMs * 2)
  }

  #look(): void {
    const silentMs = performance.now() - this.#heardMs
    if (silentMs > SILENT_MS) this.#isLost('nothing heard for a second')
    if (silentMs <= HOPELESS_MS || this.#ws?.readyState !== WebSocket.OPEN) return
    this.#heardMs = performance.now()
    this.#ws.terminate()
  }

  #isLost(why: string): void {
    if (this.#lost) return
    this.#lost = true
    this.#tell({ type: 'lost', peer: this.#id, atMs: this.#clock.now(wallMs()), why })
  }

  #onLine(line: string, number: number): void {
    if (number === 1) {
      const { atMs } = decodeHeader(line)
      this.#begunMs = atMs
      this.#clock.begin()
      this.#clock.sample(atMs, wallMs())
      return
    }
    const record = decodeRecord(line, number)
    if (record === undefined) return
    if (!('peer' in record) || record.peer !== this.#id)
      throw new TraceFormatError(`it is not peer ${this.#id} that answers`)
    this.#onRecord(record)
  }

  #onRecord(record: TraceRecord): void {
    if (record.type === 'status') {
      this.#lost = false
      this.#clock.sample(record.atMs, wallMs())
    }
    if (this.#isKnown(record)) return
    if (record.type === 'told') this.#newestTold = record
    else this.#newestMs = Math.max(this.#newestMs, record.atMs)
    // A sentence may be told long after it was written.
    const atMs = record.type === 'told' ? this.#clock.past(record.atMs) : this.#clock.here(record.atMs)
    this.#tell({ ...record, atMs })
  }

  /** Every connection begins with what was told last, perhaps to us. */
  #isKnown(record: TraceRecord): boolean {
    if (record.atMs >= this.#begunMs) return false
    if (record.type !== 'told') return record.atMs <= this.#newestMs
    const { atMs, number } = this.#newestTold
    return record.atMs < atMs || (record.atMs === atMs && record.number <= number)
  }

  #sendWishes(ws: WebSocket): void {
    ws.send(JSON.stringify({ want: this.#details }))
  }
}
