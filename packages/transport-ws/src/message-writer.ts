/**
 * Writes one WebSocket message made of several parts. `ws` takes one buffer per message: joining the parts first and letting
 * it write the header apart costs two writes and, on the dialling side, another copy for the mask. Measured with frames
 * of a few hundred bytes that is two thirds more time per frame, and this runs for every frame between peers.
 *
 * ```
 * RFC 6455, 5.2   fin + binary | mask bit + length | length, 2 or 8 bytes | mask, 4 bytes when dialling | payload
 * ```
 *
 * The mask is zero. It protects caches between a browser and a server from scripts that choose what is sent; two peers
 * that proved themselves have neither, and a mask of zero leaves the payload as it lies.
 */
import type { Socket } from 'node:net'

/** In messages above this size, parts from that size on are written where they lie; everything else is joined. */
const JOINED_BYTES_MAX = 64 * 1024
const APART_BYTES_MIN = 4 * 1024

const FIN_BINARY = 0x82
const MASKED = 0x80

/** The socket may be between two messages of `ws`, never inside one: links send whole messages only. */
export function writeMessage(socket: Socket, parts: readonly Uint8Array[], bytes: number, masked: boolean): void {
  const headBytes = headLength(bytes) + (masked ? 4 : 0)
  const large = bytes > JOINED_BYTES_MAX
  const apartBytesMin = large ? APART_BYTES_MIN : Number.POSITIVE_INFINITY
  const joined = Buffer.allocUnsafe(headBytes + bytesOf(parts, apartBytesMin))
  writeHead(joined, bytes, masked)

  let from = 0
  let at = headBytes
  if (large) socket.cork()
  for (const part of parts) {
    if (part.length < apartBytesMin) {
      joined.set(part, at)
      at += part.length
      continue
    }
    if (from < at) socket.write(joined.subarray(from, at))
    socket.write(part)
    from = at
  }
  if (from < at) socket.write(from === 0 ? joined : joined.subarray(from, at))
  if (large) socket.uncork()
}

/** Length of all parts that are shorter than `below`, together. */
export function bytesOf(parts: readonly Uint8Array[], below: number = Number.POSITIVE_INFINITY): number {
  let bytes = 0
  for (const part of parts) if (part.length < below) bytes += part.length
  return bytes
}

function headLength(bytes: number): number {
  if (bytes < 126) return 2
  return bytes < 65_536 ? 4 : 10
}

function writeHead(target: Buffer, bytes: number, masked: boolean): void {
  const mask = masked ? MASKED : 0
  target[0] = FIN_BINARY
  if (bytes < 126) {
    target[1] = mask | bytes
  } else if (bytes < 65_536) {
    target[1] = mask | 126
    target.writeUInt16BE(bytes, 2)
  } else {
    target[1] = mask | 127
    target.writeUInt32BE(Math.floor(bytes / 2 ** 32), 2)
    target.writeUInt32BE(bytes % 2 ** 32, 6)
  }
  if (masked) target.writeUInt32BE(0, headLength(bytes))
}
