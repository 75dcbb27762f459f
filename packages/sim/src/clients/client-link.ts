/** A client's connection to one peer, both ends of it: ordered bytes-for-bytes like TCP, slow, and apt to break. */
import type { Zxid } from '@quoll/core'
import type { ClientConnection, ClientHandler } from '@quoll/peer'
import type { Random } from '../random.ts'
import type { Micros, Scheduler } from '../scheduler.ts'
import type { SimProcess } from '../world/process.ts'

/** What a client connects to. */
export type ClientPort = {
  readonly process: SimProcess
  accept(connection: ClientConnection): ClientHandler
  /** The last transaction it has delivered. */
  position(): Zxid
}

export type ClientLinkEvents = {
  onOpen(): void
  /** `servedAt`: how far the peer was when it sent this. */
  onFrame(frame: Uint8Array, servedAt: Zxid): void
  onClose(): void
}

export class ClientLink {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #delay: Micros
  readonly #events: ClientLinkEvents
  readonly #port: ClientPort
  #handler: ClientHandler | undefined
  #clientOpen = true
  #serverOpen = false
  #toClient = 0
  #toServer = 0
  #paused = false
  #unread: Uint8Array[] = []

  constructor(
    world: { readonly scheduler: Scheduler; readonly random: Random; readonly delay: Micros },
    port: ClientPort,
    name: string,
    events: ClientLinkEvents,
  ) {
    this.#scheduler = world.scheduler
    this.#random = world.random
    this.#delay = world.delay
    this.#port = port
    this.#events = events
    this.#arriveAtServer(() => this.#accept(name))
  }

  /** Client's side: one frame without its length word. */
  send(frame: Uint8Array): void {
    if (!this.#clientOpen) return
    this.#arriveAtServer(() => {
      if (this.#paused || this.#unread.length > 0) this.#unread.push(frame)
      else this.#handler?.onFrame(frame)
    })
  }

  /** Client's side: closes. What it has sent still arrives. */
  close(): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.#arriveAtServer(() => this.#serverClosed())
  }

  /** The connection is cut: neither side hears anything any more, and each finds out on its own. */
  cut(): void {
    const wasOpen = this.#clientOpen
    this.#clientOpen = false
    if (wasOpen) this.#scheduler.after(this.#random.delay(this.#delay), () => this.#events.onClose())
    this.#port.process.after(this.#random.delay(this.#delay), () => this.#serverClosed())
  }

  /** The process at the other end is gone. `silently`: nobody says so, the client finds out by itself. */
  serverDied(silently: boolean): void {
    this.#serverOpen = false
    this.#handler = undefined
    if (!silently) this.#arriveAtClient(() => this.#clientClosed())
  }

  #accept(name: string): void {
    const connection: ClientConnection = {
      address: '127.0.0.1',
      name,
      send: (frame) => {
        if (!this.#serverOpen) return
        const copy = frame.slice()
        const servedAt = this.#port.position()
        this.#arriveAtClient(() => {
          if (this.#clientOpen) this.#events.onFrame(copy, servedAt)
        })
      },
      pause: () => {
        this.#paused = true
      },
      resume: () => this.#resume(),
      close: () => {
        if (!this.#serverOpen) return
        this.#serverOpen = false
        this.#arriveAtClient(() => this.#clientClosed())
      },
    }
    this.#serverOpen = true
    this.#handler = this.#port.accept(connection)
    this.#arriveAtClient(() => {
      if (this.#clientOpen) this.#events.onOpen()
    })
  }

  #resume(): void {
    this.#paused = false
    this.#port.process.after(0, () => {
      const unread = this.#unread
      this.#unread = []
      for (const frame of unread) {
        if (this.#paused) this.#unread.push(frame)
        else this.#handler?.onFrame(frame)
      }
    })
  }

  #serverClosed(): void {
    const handler = this.#handler
    this.#handler = undefined
    this.#serverOpen = false
    handler?.onClose()
  }

  #clientClosed(): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.#events.onClose()
  }

  #arriveAtServer(work: () => void): void {
    this.#toServer = Math.max(this.#toServer + 1, this.#scheduler.now + this.#random.delay(this.#delay))
    this.#port.process.after(this.#toServer - this.#scheduler.now, work)
  }

  #arriveAtClient(work: () => void): void {
    this.#toClient = Math.max(this.#toClient + 1, this.#scheduler.now + this.#random.delay(this.#delay))
    this.#scheduler.at(this.#toClient, work)
  }
}
