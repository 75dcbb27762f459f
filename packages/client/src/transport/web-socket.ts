/**
 * Frames over WebSocket, one per binary message, through the WebSocket that browsers and Node have: how a page is a client.
 * It looks for it when it dials, so that this can be loaded where there is none.
 */
import type { Address, Link, LinkListener, Transport } from './transport.ts'

export type WebSocketTransportOptions = {
  /** Bytes of the longest frame that is taken. Default: 16 MiB. */
  readonly frameBytesMax?: number
  /** Default: the global one. */
  readonly WebSocket?: WebSocketConstructor
}

/** What is used of a WebSocket; those of browsers, of Node and of the package `ws` have it. */
export type WebSocketLike = {
  binaryType: string
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(data: Uint8Array<ArrayBuffer>): void
  close(): void
}

export type WebSocketConstructor = new (url: string) => WebSocketLike

const FRAME_BYTES_MAX = 16 * 1024 * 1024
/** RFC 6455, 7.4.1: what may be told of the end of a connection. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [1000, 'the server closed it'],
  [1001, 'the server stops'],
  [1006, 'it was broken off'],
  [1009, 'the server takes no message that long'],
])

export function webSocketTransport({
  frameBytesMax = FRAME_BYTES_MAX,
  WebSocket,
}: WebSocketTransportOptions = {}): Transport {
  return { dial: (address, listener) => new WebSocketLink(urlOf(address), listener, { frameBytesMax, WebSocket }) }
}

class WebSocketLink implements Link {
  readonly #listener: LinkListener
  readonly #frameBytesMax: number
  #ws: WebSocketLike | undefined
  #isOpen = false
  #closed = false

  constructor(
    url: string,
    listener: LinkListener,
    {
      frameBytesMax,
      WebSocket,
    }: { readonly frameBytesMax: number; readonly WebSocket: WebSocketConstructor | undefined },
  ) {
    this.#listener = listener
    this.#frameBytesMax = frameBytesMax
    try {
      this.#ws = this.#dial(url, WebSocket ?? globalWebSocket())
    } catch (error) {
      // A page may not dial without TLS when it came with it; and there may be no WebSocket at all.
      const why = error instanceof Error ? error.message : String(error)
      queueMicrotask(() => this.#onClosed(why))
    }
  }

  send(frame: Uint8Array): void {
    if (this.#closed || this.#ws === undefined) return
    this.#ws.send(isPlain(frame) ? frame : new Uint8Array(frame))
  }

  close(): void {
    this.#closed = true
    this.#leave()
  }

  #dial(url: string, WebSocket: WebSocketConstructor): WebSocketLike {
    const ws = new WebSocket(url)
    ws.binaryType = 'arraybuffer'
    ws.onopen = () => {
      this.#isOpen = true
      if (!this.#closed) this.#listener.onOpen()
    }
    ws.onmessage = ({ data }: { readonly data: unknown }) => this.#onMessage(data)
    // Says nothing that a page may know; the close that follows says as much.
    ws.onerror = () => {}
    ws.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      const why = reason || (WORDS.get(code) ?? `it was closed with code ${code}`)
      this.#onClosed(this.#isOpen ? why : 'no WebSocket could be opened there')
    }
    return ws
  }

  #onMessage(data: unknown): void {
    if (this.#closed) return
    if (!(data instanceof ArrayBuffer)) this.#refuse('the server sent text')
    else if (data.byteLength > this.#frameBytesMax) this.#refuse(`the server sent a frame of ${data.byteLength} bytes`)
    else this.#listener.onFrame(new Uint8Array(data))
  }

  #refuse(why: string): void {
    this.#leave()
    this.#onClosed(why)
  }

  /** Nothing is heard of it any more, however long its farewell takes. */
  #leave(): void {
    const ws = this.#ws
    if (ws === undefined) return
    this.#ws = undefined
    ws.onopen = null
    ws.onmessage = null
    ws.onclose = null
    ws.close()
  }

  #onClosed(why: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#listener.onClosed(why)
  }
}

function urlOf({ host, port, url }: Address): string {
  return url ?? `ws://${host.includes(':') ? `[${host}]` : host}:${port}/client`
}

function isPlain(frame: Uint8Array): frame is Uint8Array<ArrayBuffer> {
  return frame.buffer instanceof ArrayBuffer
}

/** @throws Error where there is none. */
function globalWebSocket(): WebSocketConstructor {
  const found: unknown = Reflect.get(globalThis, 'WebSocket')
  if (isConstructor(found)) return found
  throw new Error('there is no WebSocket here: give webSocketTransport one, for example that of the package ws')
}

function isConstructor(value: unknown): value is WebSocketConstructor {
  return typeof value === 'function'
}
