/** Why a session does not go on, in sentences. */
import { ZooKeeperError } from '../errors.ts'

export function closedError(): ZooKeeperError {
  return new ZooKeeperError('CLOSED', 'the client is closed')
}

export function expiredError(why: string): ZooKeeperError {
  return new ZooKeeperError('SESSION_EXPIRED', `the session is over (${why}): its ephemeral znodes are gone or will be`)
}

/** `reasons`: what each host that was tried had to say. */
export function unreachableError(patienceMs: number, reasons: ReadonlyMap<string, string>): ZooKeeperError {
  const each = [...reasons].map(([host, why]) => `${host}: ${why}`).join('; ')
  return new ZooKeeperError(
    'CONNECTION_LOSS',
    `no server served us within ${patienceMs} ms (${each || 'none answered'})`,
  )
}
