/**
 * Finds connections whose other end is gone without a word. Every interval each gets a ping; who has not sent a byte since the
 * ping before, and has not taken a byte of what waits for it either, is cut.
 */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

type Progress = { read: number; left: number }

export class Liveness {
  readonly #connections = new Map<WebSocket, { readonly socket: Socket; readonly seen: Progress }>()
  readonly #pingMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(pingMs: number) {
    this.#pingMs = pingMs
  }

  watch(ws: WebSocket, socket: Socket): void {
    // After a stall of our own: what has arrived meanwhile is read before anybody is judged.
    this.#timer ??= setInterval(() => setImmediate(() => this.#look()), this.#pingMs).unref()
    // As if something had just been heard: the first look only asks.
    this.#connections.set(ws, { socket, seen: { read: -1, left: 0 } })
    ws.once('close', () => this.#forget(ws))
  }

  #forget(ws: WebSocket): void {
    this.#connections.delete(ws)
    if (this.#connections.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    for (const [ws, { socket, seen }] of this.#connections) {
      // Whom we do not read, we cannot hear.
      if (!ws.isPaused && !hasMoved(socket, seen)) {
        ws.terminate()
        continue
      }
      seen.read = socket.bytesRead
      seen.left = bytesLeft(socket)
      if (ws.readyState === ws.OPEN) ws.ping()
    }
  }
}

/** Bytes that leave count while others wait behind them only: the kernel takes a ping for a dead end, too. */
function hasMoved(socket: Socket, seen: Progress): boolean {
  return socket.bytesRead !== seen.read || (socket.writableLength > 0 && bytesLeft(socket) !== seen.left)
}

function bytesLeft(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}
