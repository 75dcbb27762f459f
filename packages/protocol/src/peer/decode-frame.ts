/** A frame becomes messages again. Payloads in them are parts of the frame: whoever keeps one keeps the frame. */
import { ByteReader } from '@quoll/bytes'
import { readHost } from './host-codec.ts'
import type { PeerMessage } from './messages.ts'
import { readZab } from './zab-codec.ts'

/** @throws DecodeError for bytes that no peer of our version could send; the link is then closed. */
export function decodeFrame(frame: Uint8Array): PeerMessage[] {
  const reader = new ByteReader(frame)
  const messages: PeerMessage[] = []
  while (reader.remaining > 0) {
    const tag = reader.u8()
    messages.push(readHost(tag, reader) ?? { type: 'zab', message: readZab(tag, reader) })
  }
  return messages
}
