/** Sets a lasting watch, keeps it through reconnects, takes it back at the end. */
import { type ClientRequest, ErrorCode } from '@quoll/protocol/client'
import { isZooKeeperError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import { isOver } from '../session/session-state.ts'
import { type Watch, WatchStream } from './watch-stream.ts'

/** Never throws: what goes wrong is thrown to whoever reads. */
export function openWatch(session: Session, path: string, recursive: boolean, signal: AbortSignal | undefined): Watch {
  const { watches } = session
  const onAbort = (): void => stream.end({ error: signal?.reason })
  const stream = new WatchStream(path, session.settings.limits.watchEventsMax, () => {
    signal?.removeEventListener('abort', onAbort)
    if (watches.removeStream(stream, recursive) && !isOver(session.state)) takeBack(session, path, recursive)
  })
  if (signal?.aborted) {
    onAbort()
    return stream
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  watches.addStream(stream, recursive)
  const mode = recursive ? 'persistent-recursive' : 'persistent'
  session.request({ type: 'add-watch', path, mode }, { path }).catch((error: unknown) => {
    // It stands in the table, so the next connection sets it, and tells of the gap.
    if (!isZooKeeperError(error, 'CONNECTION_LOSS')) stream.end(endingFor(error))
  })
  return stream
}

function endingFor(error: unknown): 'done' | { readonly error: unknown } {
  return isZooKeeperError(error, 'CLOSED') ? 'done' : { error }
}

/** The watch is gone here already; what the server still tells of it finds nobody. */
function takeBack(session: Session, path: string, recursive: boolean): void {
  const watcherType = recursive ? 'persistent-recursive' : 'persistent'
  const request: ClientRequest = { type: 'remove-watches', path, watcherType }
  session.request(request, { path }).catch((error: unknown) => {
    // Servers before 3.9 know only a request for every sort at once, which must not take anybody else's.
    const isOld = isZooKeeperError(error) && error.wireCode === ErrorCode.marshallingError
    if (isOld && !watches(session, path))
      session.request({ type: 'remove-watches', path, watcherType: 'any' }, { path }).catch(() => {})
  })
}

function watches(session: Session, path: string): boolean {
  return session.watches.watches(path)
}
