/** The connections of this peer, by session too, and the watches they left here. */

import type { Zxid } from '@quoll/core'
import { encodeNotification } from '@quoll/protocol/client'
import type { Change } from '@quoll/state-machine'
import { isAllowed, Permission, type SessionId, WatchTable } from '@quoll/state-machine'
import type { ConnectionView } from '../view.ts'
import type { Client } from './client.ts'

const SWEEP_MS = 1000

export class Clients {
  readonly all: Set<Client> = new Set()
  readonly #bySession = new Map<SessionId, Client>()
  #nextSweepMs = 0
  readonly watches: WatchTable<Client> = new WatchTable<Client>()

  bySession(session: SessionId): Client | undefined {
    return this.#bySession.get(session)
  }

  add(client: Client): void {
    this.all.add(client)
  }

  /** One connection per session and peer: a new one takes the place of the old (ZooKeeper: ServerCnxnFactory.closeSession). */
  attach(client: Client, session: SessionId): void {
    const old = this.#bySession.get(session)
    if (old !== undefined && old !== client) this.drop(old)
    client.session = session
    this.#bySession.set(session, client)
  }

  /** Closes a connection and forgets what it left here. Its session lives on until it is closed or expires. */
  drop(client: Client): void {
    client.phase = 'closing'
    client.connection.close()
    this.forget(client)
  }

  forget(client: Client): void {
    this.all.delete(client)
    if (client.session !== undefined && this.#bySession.get(client.session) === client)
      this.#bySession.delete(client.session)
    this.watches.drop(client)
  }

  /** Connections silent for longer than their session may be: the client is gone, or attached elsewhere. */
  dropSilent(nowMs: number): void {
    if (nowMs < this.#nextSweepMs) return
    this.#nextSweepMs = nowMs + SWEEP_MS
    for (const client of this.all)
      if (client.phase === 'ready' && nowMs - client.heardMs > client.timeoutMs + SWEEP_MS) this.drop(client)
  }

  dropAll(): void {
    for (const client of [...this.all]) this.drop(client)
  }

  /** Tells watchers of a change before anybody can read it; one frame serves all watchers of one event. */
  notify(zxid: Zxid, changes: readonly Change[]): void {
    let lastType = 0
    let lastPath = ''
    let frame: Uint8Array | undefined
    for (const change of changes)
      this.watches.trigger(change, (client, event, acl) => {
        if (!isAllowed(acl, Permission.read, client.auth)) return
        if (frame === undefined || event.type !== lastType || event.path !== lastPath) {
          frame = encodeNotification(event.type, event.path, zxid)
          lastType = event.type
          lastPath = event.path
        }
        client.tell(frame)
      })
  }

  get size(): number {
    return this.all.size
  }

  views(): ConnectionView[] {
    return [...this.all].map((client) => ({
      name: client.connection.name,
      session: client.session,
      timeoutMs: client.timeoutMs,
      outstanding: client.waitingCount,
      received: client.received,
      sent: client.sent,
    }))
  }
}
