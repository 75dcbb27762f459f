/** Waiting that ends when there is no more reason to wait, and reading that survives a lost connection. */
import { isZooKeeperError } from '../errors.ts'

/** Settles as `promise` does, unless one of the signals is aborted before: then it rejects with that one's reason. */
export function unlessAborted<T>(promise: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      for (const signal of signals) signal?.removeEventListener('abort', onAbort)
    }
    const onAbort = (): void => {
      stop()
      reject(signals.find((signal) => signal?.aborted)?.reason)
    }
    for (const signal of signals) signal?.addEventListener('abort', onAbort)
    promise.then(resolve, reject).finally(stop)
    if (signals.some((signal) => signal?.aborted)) onAbort()
  })
}

/**
 * Asks again when the connection is lost; what is asked must be safe to repeat. It ends, because a client without a
 * connection loses its session in the end. An aborted signal's reason is never taken for a lost connection.
 */
export async function again<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (;;)
    try {
      return await ask()
    } catch (error) {
      if (signal?.aborted || !isZooKeeperError(error, 'CONNECTION_LOSS')) throw error
    }
}
