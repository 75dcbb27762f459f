/** What a server forgot with the connection before, told to the next: who we are, and what we watch. */
import { utf8Length } from '@quoll/bytes'
import { type ClientRequest, type Reply, Xid } from '@quoll/protocol/client'
import { setWatchesRequests } from '../watches/set-watches.ts'
import type { WatchTable } from '../watches/watch-table.ts'
import type { Chroot } from './chroot.ts'
import type { Connection } from './connection.ts'
import { exchangeOf } from './exchange.ts'

export type AuthRequest = Extract<ClientRequest, { type: 'auth' }>

export type RestoreOptions = {
  readonly credentials: readonly AuthRequest[]
  readonly watches: WatchTable
  readonly chroot: Chroot
  readonly lastZxid: number
  readonly nextXid: () => number
  /** The server took everything. */
  readonly onRestored: () => void
  /** It did not take one of it, and is of no use to us. */
  readonly onRefused: (why: string) => void
}

/** Everything at once, in order: none of it waits for an answer to what stands before it. */
export function restore(connection: Connection, options: RestoreOptions): void {
  const { credentials, watches, chroot, lastZxid, nextXid, onRestored, onRefused } = options
  const setWatches = setWatchesRequests(watches.lists(), lastZxid, utf8Length(chroot.path))
  let left = credentials.length + setWatches.length
  if (left === 0) return onRestored()
  const send = (xid: number, request: ClientRequest, onDone: () => void): void => {
    const onReply = (reply: Reply): void => {
      if (reply.type === 'error') return onRefused(`it answered ${request.type} with error ${reply.code}`)
      onDone()
      if (--left === 0) onRestored()
    }
    connection.send(exchangeOf(xid, chroot.toServer(request), { onReply, onFailed: () => {} }))
  }
  for (const request of credentials) send(Xid.auth, request, () => {})
  for (const request of setWatches) send(nextXid(), request, () => watches.onRestored(request))
}
