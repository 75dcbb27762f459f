/** One request and the answer it waits for. */
import { type ClientRequest, ErrorCode, encodeRequest, type Reply } from '@quoll/protocol/client'
import { errorFromServer, ZooKeeperError } from '../errors.ts'
import type { ClientLimits } from '../options.ts'
import type { Chroot } from './chroot.ts'

export type Exchange = {
  readonly xid: number
  readonly request: ClientRequest
  /** Whether it changes something when it is carried out. */
  readonly changes: boolean
  readonly path: string | undefined
  readonly frame: Uint8Array
  /** When it left, by `performance.now()`. */
  sentAt: number
  /** Nobody waits any more; what was not sent yet need not be sent. */
  abandoned: boolean
  /** Exactly one of these two is called, once, within the turn in which the answer or the loss was noticed. */
  onReply(reply: Reply): void
  onFailed(error: ZooKeeperError): void
}

export type RequestOptions = {
  /** The znode it is about, for its errors. */
  readonly path?: string | undefined
  /** Whether it changes something when it is carried out. Default: it does not. */
  readonly changes?: boolean
  readonly signal?: AbortSignal | undefined
  /** Called with an answer that is no error, before any later frame is looked at. */
  readonly onReply?: (reply: Reply) => void
}

/** An exchange without a promise, for what a session does on its own. */
export function exchangeOf(
  xid: number,
  request: ClientRequest,
  { onReply, onFailed }: Pick<Exchange, 'onReply' | 'onFailed'>,
): Exchange {
  const frame = encodeRequest(xid, request)
  return { xid, request, changes: false, path: undefined, frame, sentAt: 0, abandoned: false, onReply, onFailed }
}

/** Makes exchanges with promises, as many as the limits allow at a time. */
export class Exchanges {
  readonly #limits: ClientLimits
  readonly #chroot: Chroot
  #count = 0
  #bytes = 0

  constructor(limits: ClientLimits, chroot: Chroot) {
    this.#limits = limits
    this.#chroot = chroot
  }

  /** `send` gets the exchange. The promise rejects with a ZooKeeperError or with the signal's reason. */
  open(
    xid: number,
    request: ClientRequest,
    { path, changes = false, signal, onReply }: RequestOptions,
    send: (exchange: Exchange) => void,
  ): Promise<Reply> {
    const frame = encodeRequest(xid, this.#chroot.toServer(request))
    const full = this.#refusal(frame.length, path)
    if (full !== undefined) return Promise.reject(full)
    this.#count++
    this.#bytes += frame.length
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        exchange.abandoned = true
        reject(signal?.reason)
      }
      const settle = (): void => {
        this.#count--
        this.#bytes -= frame.length
        signal?.removeEventListener('abort', onAbort)
      }
      const exchange: Exchange = {
        ...{ xid, request, changes, path, frame, sentAt: 0, abandoned: false },
        onReply: (answer) => {
          settle()
          const reply = this.#chroot.fromServer(request.type, answer)
          if (reply.type === 'error' && !isAnswer(request, reply.code)) {
            reject(errorFromServer(reply.code, path, request.type))
            return
          }
          onReply?.(reply)
          resolve(reply)
        },
        onFailed: (error) => {
          settle()
          reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      send(exchange)
    })
  }

  #refusal(bytes: number, path: string | undefined): ZooKeeperError | undefined {
    const { requestBytesMax, requestsMax, requestBytesTotalMax } = this.#limits
    if (bytes > requestBytesMax) {
      const text = `a request of ${bytes} bytes is more than the ${requestBytesMax} that limits.requestBytesMax allows`
      return new ZooKeeperError('REQUEST_TOO_LARGE', text, { path })
    }
    if (this.#count < requestsMax && this.#bytes + bytes <= requestBytesTotalMax) return undefined
    const text = `${this.#count} requests of ${this.#bytes} bytes wait already, and limits.requestsMax or limits.requestBytesTotalMax allow no more`
    return new ZooKeeperError('QUEUE_FULL', text, { path })
  }
}

/** An exists that finds nothing is an answer, not an error. */
function isAnswer(request: ClientRequest, code: number): boolean {
  return request.type === 'exists' && code === ErrorCode.noNode
}
