/** From options to a client that is connected. */
import { Client } from './client.ts'
import { type ConnectOptions, settingsOf } from './options.ts'
import { Session } from './session/session.ts'
import { closedError } from './session/session-errors.ts'
import type { Transport } from './transport/transport.ts'

/**
 * Resolves when a server has confirmed the session and taken the credentials. Rejects with CONNECTION_LOSS when none did
 * within `sessionTimeoutMs`, with AUTH_FAILED, with the signal's reason, or with a TypeError for options that make no sense.
 */
export async function connectOver(transport: Transport, options: ConnectOptions): Promise<Client> {
  const session = new Session(settingsOf(options, transport))
  const client = new Client(session)
  const { signal } = options
  try {
    await established(session, signal)
    await Promise.all(session.settings.auth.map((credentials) => client.addAuth(credentials, signal ? { signal } : {})))
  } catch (error) {
    void session.close()
    throw error
  }
  return client
}

function established(session: Session, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = (): void => session.abandon(closedError())
    signal?.addEventListener('abort', onAbort, { once: true })
    const forget = session.onState((state) => {
      forget()
      signal?.removeEventListener('abort', onAbort)
      if (state === 'connected') resolve()
      else reject(signal?.aborted ? signal.reason : session.ended.reason)
    })
    session.start()
  })
}
