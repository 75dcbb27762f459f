/**
 * Gathers what a peer has to say to another during one turn into one frame.
 *
 * ```
 * frame = message, message, …        message = u8 tag, fields (zab-codec.ts, host-codec.ts)
 * ```
 */
import { writeHost } from './host-codec.ts'
import type { PeerMessage } from './messages.ts'
import { PartWriter } from './part-writer.ts'
import { writeZab } from './zab-codec.ts'

/** For the fields and small payloads of one frame; a turn rarely needs more. */
const FRAME_BYTES = 8 * 1024

export class FrameWriter {
  readonly #parts = new PartWriter(FRAME_BYTES)

  /** Bytes gathered so far: who may not send frames without end takes one when this has grown enough. */
  get length(): number {
    return this.#parts.length
  }

  /** Encodes a message at once. Payloads in it must not change any more: large ones are not copied. */
  add(message: PeerMessage): void {
    if (message.type === 'zab') writeZab(this.#parts, message.message)
    else writeHost(this.#parts, message)
  }

  /** The frame as a list of parts, empty when there is nothing to say; the writer begins the next one. */
  take(): Uint8Array[] {
    return this.#parts.take()
  }
}

/** All messages as one frame. */
export function encodeFrame(messages: readonly PeerMessage[]): Uint8Array[] {
  const writer = new FrameWriter()
  for (const message of messages) writer.add(message)
  return writer.take()
}
