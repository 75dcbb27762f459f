/** The sessions of the ensemble as this peer knows them, for people who look. */
import type { State } from '@quoll/state-machine'
import type { Client } from '../clients/client.ts'
import type { Clients } from '../clients/clients.ts'
import type { Proposer } from '../leader/proposer.ts'
import type { SessionClientView, SessionView } from '../view.ts'

export type SessionSources = {
  readonly state: State
  readonly clients: Clients
  readonly proposer: Proposer | undefined
  /** On the clock that requests are timed with. */
  readonly nowMs: number
}

/** The first `limit`, oldest first as long as the state was not restored. */
export function sessionViews({ state, clients, proposer, nowMs }: SessionSources, limit: number): SessionView[] {
  const views: SessionView[] = []
  for (const [id, timeoutMs] of state.sessions) {
    if (views.length === limit) break
    const known = proposer?.look(id)
    const client = clients.bySession(id)
    views.push({
      id,
      timeoutMs,
      ephemerals: state.ephemeralCountOf(id),
      owner: known?.owner,
      leftMs: known?.leftMs,
      client: client === undefined ? undefined : clientView(client, clients, nowMs),
    })
  }
  return views
}

function clientView(client: Client, { watches }: Clients, nowMs: number): SessionClientView {
  return {
    name: client.connection.name,
    watches: watches.countOf(client),
    outstanding: client.waitingCount,
    lastOperation: client.lastOperation,
    lastMs: client.lastOperation === '' ? 0 : nowMs - client.lastOperationMs,
  }
}
