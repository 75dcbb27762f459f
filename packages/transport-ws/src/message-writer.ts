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

/** Messages up to this size are joined into one buffer and leave in one write. */
const JOINED_BYTES_MAX = 64 * 1024
/** In larger ones, parts from this size on are written where they lie; joining costs less than an entry for each small one. */
const APART_BYTES_MIN = 4 * 1024

const FIN_BINARY = 0x82
const MASKED = 0x80

/** The socket may be between two messages of `ws`, never inside one: links send whole messages only. */
export function writeMessage(socket: Socket, parts: readonly Uint8Array[], bytes: number, masked: boolean): void {
  const headBytes = headLength(bytes) + (masked ? 4 : 0)
  if (bytes <= JOINED_BYTES_MAX) {
    const message = Buffer.allocUnsafe(headBytes + bytes)
    writeHead(message, bytes, masked)
    joinInto(message, headBytes, parts, 0, parts.length)
    socket.write(message)
    return
  }

  const head = Buffer.allocUnsafe(headBytes)
  writeHead(head, bytes, masked)
  socket.cork()
  socket.write(head)
  writeRuns(socket, parts)
  socket.uncork()
}

/** Length of all parts together. */
export function bytesOf(parts: readonly Uint8Array[]): number {
  let bytes = 0
  for (const part of parts) bytes += part.length
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

/** Large parts by reference, each run of small ones between them as one buffer. */
function writeRuns(socket: Socket, parts: readonly Uint8Array[]): void {
  let from = 0
  let runBytes = 0
  const flush = (to: number): void => {
    if (runBytes === 0) return
    const run = Buffer.allocUnsafe(runBytes)
    joinInto(run, 0, parts, from, to)
    socket.write(run)
  }

  for (const [at, part] of parts.entries()) {
    if (part.length < APART_BYTES_MIN) {
      runBytes += part.length
      continue
    }
    flush(at)
    socket.write(part)
    from = at + 1
    runBytes = 0
  }
  flush(parts.length)
}

function joinInto(target: Buffer, at: number, parts: readonly Uint8Array[], from: number, to: number): void {
  let offset = at
  for (let i = from; i < to; i++) {
    const part = parts[i]
    if (part === undefined) continue
    target.set(part, offset)
    offset += part.length
  }
}
