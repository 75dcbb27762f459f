/**
 * Collects a frame as a list of parts. Fields and small payloads lie one behind the other in buffers of ours; a large
 * payload is a part of its own and is never copied.
 */
import { ByteWriter } from '@quoll/bytes'

/** A copy of less costs no more than one more part for the transport. */
const COPIED_BYTES_MAX = 1024

export class PartWriter {
  /** For everything that is not a payload. */
  readonly fields: ByteWriter
  #parts: Uint8Array[] = []
  #bytesInParts = 0

  /** `capacity` in bytes, of the buffers for fields and small payloads. */
  constructor(capacity: number) {
    this.fields = new ByteWriter(capacity)
  }

  /** Bytes of the frame so far. */
  get length(): number {
    return this.#bytesInParts + this.fields.length
  }

  /** A payload with its length in front. It must not change any more. */
  payload(bytes: Uint8Array): void {
    this.fields.u32(bytes.length)
    this.bytes(bytes)
  }

  /** Bytes that know their own end. They must not change any more. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length <= COPIED_BYTES_MAX) {
      this.fields.bytes(bytes)
      return
    }
    this.#cut()
    this.#push(bytes)
  }

  /** The frame, for good; the next one begins empty. */
  take(): Uint8Array[] {
    this.#cut()
    const parts = this.#parts
    this.#parts = []
    this.#bytesInParts = 0
    return parts
  }

  #cut(): void {
    if (this.fields.length > 0) this.#push(this.fields.take())
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part)
    this.#bytesInParts += part.length
  }
}
