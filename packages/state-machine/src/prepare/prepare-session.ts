/** The beginning and the end of a session. Closing names every znode that goes with it (ZOOKEEPER-3145). */
import { ErrorCode } from '../error-code.ts'
import { parentPathOf } from '../path.ts'
import type { CreateSessionRequest } from '../request.ts'
import type { Context, PrepareCall, Prepared } from './context.ts'

/** Always granted: the number is new, its peer saw to that. */
export function prepareCreateSession(
  { outstanding }: Context,
  { header }: PrepareCall,
  { timeoutMs }: CreateSessionRequest,
): Prepared {
  outstanding.opened(header.session)
  return { type: 'create-session', timeoutMs }
}

/** From here on the session is refused everything, although its close is not yet committed. */
export function prepareCloseSession({ outstanding }: Context, { header }: PrepareCall): Prepared {
  const { session } = header
  if (!outstanding.isOpen(session)) return ErrorCode.sessionExpired
  const paths = outstanding.ephemeralsOf(session)
  for (const path of paths) {
    const parentPath = parentPathOf(path)
    const parent = outstanding.find(parentPath)!
    outstanding.put(parentPath, { ...parent, childCount: parent.childCount - 1 })
    outstanding.put(path, { ...outstanding.find(path)!, exists: false })
  }
  outstanding.closed(session)
  return { type: 'close-session', paths }
}
