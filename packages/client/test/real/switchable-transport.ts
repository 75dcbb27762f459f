/** A transport that a test can cut, and listen in on. */
import { encodeConnectRequest, encodeRequest } from '@quoll/protocol/client'
import type { Address, Link, LinkListener, Transport } from '../../src/index.ts'

const NOBODY = { host: '127.0.0.1', port: 1 }
const OFFSET_OF_SESSION = 8
const OFFSET_OF_PASSWORD = 20

export class SwitchableTransport implements Transport {
  readonly #transport: Transport
  #cut = false
  readonly #links = new Map<Link, LinkListener>()
  /** The newest answer to a handshake, and who gave it. */
  #greeting: { readonly frame: Uint8Array; readonly address: Address } | undefined

  constructor(transport: Transport) {
    this.#transport = transport
  }

  dial(address: Address, listener: LinkListener): Link {
    let isFirst = true
    const link = this.#transport.dial(this.#cut ? NOBODY : address, {
      onOpen: () => listener.onOpen(),
      onFrame: (frame) => {
        if (isFirst) this.#greeting = { frame, address }
        isFirst = false
        listener.onFrame(frame)
      },
      onClosed: (why) => {
        this.#links.delete(link)
        listener.onClosed(why)
      },
    })
    this.#links.set(link, listener)
    return link
  }

  /** Breaks every connection; new ones fail until `heal`. */
  cut(): void {
    this.#cut = true
    this.drop()
  }

  heal(): void {
    this.#cut = false
  }

  /** Breaks every connection, as a network would. */
  drop(): void {
    for (const [link, listener] of this.#links) {
      link.close()
      listener.onClosed('the cable was pulled')
    }
    this.#links.clear()
  }

  /** Ends the client's session behind its back: while it is cut off, a second connection takes it over and closes it. */
  async endSession(): Promise<void> {
    const { frame, address } = this.#greeting!
    const view = new DataView(frame.buffer, frame.byteOffset)
    const password = frame.slice(OFFSET_OF_PASSWORD, OFFSET_OF_PASSWORD + 16)
    const sessionId = view.getBigUint64(OFFSET_OF_SESSION)
    const hello = { lastZxidSeen: 0, timeoutMs: 10_000, sessionId, password, readOnly: false }
    this.cut()
    await new Promise<void>((resolve) => {
      const link = this.#transport.dial(address, {
        onOpen: () => link.send(encodeConnectRequest(hello)),
        onFrame: () => link.send(encodeRequest(1, { type: 'close-session' })),
        onClosed: () => resolve(),
      })
    })
    this.heal()
  }
}
