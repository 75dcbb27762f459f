/**
 * One authenticated connection to one peer: whole frames out and in, and the watch over whether it is alive.
 *
 * Both sides say something every `keepAliveMs`, so silence needs no question and no answer. It is counted in ticks of
 * that length, looked at after the sockets were read: a stall of our own is one tick, however long it took, and what
 * arrived meanwhile is heard before the peer is blamed.
 */
import type { Socket } from 'node:net'
import type { PeerId } from '@quoll/core'
import type { RawData, WebSocket } from 'ws'
import { describeError } from './describe-error.ts'
import { bytesOf, writeMessage } from './message-writer.ts'
import type { TransportLimits, TransportTiming } from './options.ts'
import { CLOSED, printable } from './refusal.ts'

export type LinkListener = {
  onFrame(link: Link, frame: Uint8Array): void
  /** Once, from within whatever closed the link. No frame follows. */
  onClosed(link: Link, why: string): void
}

export type LinkOptions = {
  readonly peer: PeerId
  readonly ws: WebSocket
  readonly socket: Socket
  /** We dialled: the side of a WebSocket that masks. */
  readonly dialled: boolean
  readonly limits: TransportLimits
  readonly timing: TransportTiming
  readonly listener: LinkListener
}

export class Link {
  readonly peer: PeerId
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #dialled: boolean
  readonly #limits: TransportLimits
  readonly #timing: TransportTiming
  readonly #listener: LinkListener
  readonly #silentTicksMax: number
  #open = true
  #bytesHeard: number
  #silentTicks = 0
  #trouble: string | undefined

  constructor({ peer, ws, socket, dialled, limits, timing, listener }: LinkOptions) {
    this.peer = peer
    this.#ws = ws
    this.#socket = socket
    this.#dialled = dialled
    this.#limits = limits
    this.#timing = timing
    this.#listener = listener
    this.#silentTicksMax = Math.ceil(timing.deadLinkMs / timing.keepAliveMs)
    this.#bytesHeard = socket.bytesRead

    ws.on('message', (data, isBinary) => this.#onMessage(data, isBinary))
    ws.on('error', (error) => {
      this.#trouble = describeError(error)
    })
    ws.on('close', (code, words) => this.#onClose(code, words.toString()))
  }

  get queuedBytes(): number {
    return this.#open ? this.#socket.writableLength : 0
  }

  /** Sends one frame, or closes the link when the frame or the queue is too large. */
  send(parts: readonly Uint8Array[]): void {
    if (!this.#open || this.#ws.readyState !== this.#ws.OPEN) return
    const bytes = bytesOf(parts)
    const { frameBytesMax, queueBytesMax } = this.#limits
    if (bytes > frameBytesMax) {
      this.close(`a frame of ${bytes} bytes is larger than the ${frameBytesMax} that links carry`)
      return
    }
    writeMessage(this.#socket, parts, bytes, this.#dialled)
    if (this.#socket.writableLength > queueBytesMax) {
      this.cut(
        `more than ${queueBytesMax} bytes were waiting for peer ${this.peer}, which does not read them fast enough`,
      )
    }
  }

  /** One more `keepAliveMs` passed, and the sockets were read since. */
  tick(): void {
    if (!this.#open) return
    if (this.#socket.bytesRead !== this.#bytesHeard) {
      this.#bytesHeard = this.#socket.bytesRead
      this.#silentTicks = 0
    } else if (++this.#silentTicks >= this.#silentTicksMax) {
      this.cut(`nothing was heard from peer ${this.peer} for ${this.#timing.deadLinkMs} ms`)
      return
    }
    // While bytes are waiting, they are the sign of life.
    if (this.#socket.writableLength === 0) this.#ws.ping()
  }

  /** Closes the link and tells the other side why. What was queued before still leaves, if it can soon. */
  close(why: string, code: number = CLOSED.byPeer): void {
    if (!this.#open) return
    this.#ws.close(code, printable(why).slice(0, 120))
    setTimeout(() => this.#ws.terminate(), this.#timing.lingerMs)
    this.#closed(why)
  }

  /** Closes the link at once: the other side does not listen. */
  cut(why: string): void {
    if (!this.#open) return
    this.#ws.terminate()
    this.#closed(why)
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (!this.#open) return
    if (isBinary && data instanceof Uint8Array) this.#listener.onFrame(this, data)
    else this.close(`peer ${this.peer} sent a text message, and frames are binary`)
  }

  #onClose(code: number, words: string): void {
    if (!this.#open) return
    if (code === CLOSED.stopping) this.#closed(`peer ${this.peer} is stopping`)
    else if (code === CLOSED.byPeer) this.#closed(`peer ${this.peer} closed the link: ${printable(words)}`)
    else this.#closed(this.#trouble ?? `peer ${this.peer} is gone: the connection ended`)
  }

  #closed(why: string): void {
    this.#open = false
    this.#listener.onClosed(this, why)
  }
}
