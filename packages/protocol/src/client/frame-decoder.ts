/**
 * Cuts a connection's bytes into frames, however they arrive: `int32 length`, then that many bytes. The length is judged
 * when its four bytes are there, before any of the payload. ZooKeeper: NIOServerCnxn.readLength.
 *
 * A frame that lies within one chunk is handed out where it lies. One that arrives in pieces is copied into a buffer that
 * never is more than four times what has arrived: a length alone makes nobody allocate.
 */
import { argumentBytes, type FourLetterWord, fourLetterWord } from './four-letter-words.ts'

/** ZooKeeper's default for `jute.maxbuffer`; a frame of exactly this many bytes is served. */
export const FRAME_BYTES_MAX = 0xfffff

const WORD_BYTES = 4
const GROWTH = 4
const NOTHING = new Uint8Array(0)

export type FrameDecoderOptions = {
  /** Longest payload that is taken, in bytes. */
  readonly frameBytesMax?: number
  /** Whether four-letter words are looked for before the first frame; a client's side leaves them out. */
  readonly fourLetterWords?: boolean
}

export type Decoded =
  | { readonly type: 'frame'; readonly frame: Uint8Array }
  /** Instead of a first frame. Nothing is decoded after it. */
  | { readonly type: 'word'; readonly word: FourLetterWord; readonly argument: Uint8Array }
  /** The connection is to be closed without a reply; nothing is decoded after it. */
  | { readonly type: 'refused'; readonly length: number; readonly why: 'empty' | 'negative' | 'too-long' }

export class FrameDecoder {
  readonly #frameBytesMax: number
  #mayBeWord: boolean
  #ended = false
  /** The chunk at hand, from `#at` on not yet decoded. */
  #chunk: Uint8Array = NOTHING
  #at = 0
  /** What has arrived of a length word or a payload that began in an earlier chunk: the first `#held` bytes. */
  #partial: Uint8Array = NOTHING
  #held = 0
  #wanted: number = WORD_BYTES
  #word: FourLetterWord | undefined
  #inPayload = false

  constructor({ frameBytesMax = FRAME_BYTES_MAX, fourLetterWords = true }: FrameDecoderOptions = {}) {
    this.#frameBytesMax = frameBytesMax
    this.#mayBeWord = fourLetterWords
  }

  /** Takes the next bytes of the connection. Everything that the chunk before completed must have been taken with `next`. */
  push(chunk: Uint8Array): void {
    if (this.#ended) return
    this.#chunk = this.#at < this.#chunk.length ? join(this.#chunk.subarray(this.#at), chunk) : chunk
    this.#at = 0
  }

  /** The next thing that is complete; undefined until more bytes are pushed. */
  next(): Decoded | undefined {
    if (this.#ended) return undefined
    if (!this.#inPayload) {
      const length = this.#length()
      if (length === undefined) return undefined
      const refusal = this.#onLength(length)
      if (refusal !== undefined) return refusal
    }
    const payload = this.#gather()
    return payload === undefined ? undefined : this.#finishPayload(payload)
  }

  /** The length word. It nearly always lies within one chunk, and is then read where it lies. */
  #length(): number | undefined {
    let word: Uint8Array | undefined = this.#chunk
    let at = this.#at
    if (this.#held === 0 && word.length - at >= WORD_BYTES) this.#at += WORD_BYTES
    else {
      word = this.#gather()
      at = 0
    }
    if (word === undefined) return undefined
    return (word[at]! << 24) | (word[at + 1]! << 16) | (word[at + 2]! << 8) | word[at + 3]!
  }

  #onLength(length: number): Decoded | undefined {
    const word = this.#mayBeWord ? fourLetterWord(length) : undefined
    this.#mayBeWord = false
    if (word !== undefined) {
      this.#word = word
      this.#wanted = argumentBytes(word)
      this.#inPayload = true
      return undefined
    }
    if (length <= 0) return this.#refuse(length, length === 0 ? 'empty' : 'negative')
    if (length > this.#frameBytesMax) return this.#refuse(length, 'too-long')
    this.#wanted = length
    this.#inPayload = true
    return undefined
  }

  #refuse(length: number, why: 'empty' | 'negative' | 'too-long'): Decoded {
    this.#ended = true
    return { type: 'refused', length, why }
  }

  #finishPayload(bytes: Uint8Array): Decoded {
    this.#inPayload = false
    this.#wanted = WORD_BYTES
    if (this.#word === undefined) return { type: 'frame', frame: bytes }
    this.#ended = true
    return { type: 'word', word: this.#word, argument: bytes }
  }

  /** The next `#wanted` bytes, or undefined after keeping what there is of them. */
  #gather(): Uint8Array | undefined {
    const wanted = this.#wanted
    const available = this.#chunk.length - this.#at
    if (this.#held === 0 && available >= wanted) {
      this.#at += wanted
      return this.#chunk.subarray(this.#at - wanted, this.#at)
    }
    const taken = Math.min(available, wanted - this.#held)
    this.#keep(this.#chunk.subarray(this.#at, this.#at + taken))
    this.#at += taken
    if (this.#held < wanted) {
      this.#chunk = NOTHING
      this.#at = 0
      return undefined
    }
    const whole = this.#partial.subarray(0, wanted)
    this.#partial = NOTHING
    this.#held = 0
    return whole
  }

  #keep(piece: Uint8Array): void {
    const held = this.#held + piece.length
    if (held > this.#partial.length) {
      const grown = new Uint8Array(Math.min(this.#wanted, held * GROWTH))
      grown.set(this.#partial.subarray(0, this.#held))
      this.#partial = grown
    }
    this.#partial.set(piece, this.#held)
    this.#held = held
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
