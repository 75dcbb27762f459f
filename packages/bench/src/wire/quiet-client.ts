/**
 * A session for what nobody measures: making what a load needs, and removing it. One promise per request, replies decoded
 * whole. A load takes the session over when everything is there.
 */
import {
  type ClientRequest,
  decodeNotification,
  decodeReply,
  decodeReplyHeader,
  ErrorCode,
  encodeRequest,
  type Notification,
  nameOfError,
  type Reply,
  Xid,
} from '@quoll/protocol/client'
import { ConnectionLost, WrongReply } from '../errors.ts'
import type { Session, SessionListener } from './session.ts'

type Waiting = {
  readonly xid: number
  readonly request: ClientRequest
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

export class QuietClient implements SessionListener {
  readonly session: Session
  /** First in, first out: a session's replies come in the order of its requests. */
  #waiting: Waiting[] = []
  onNotification: (notification: Notification) => void = () => {}
  /** Called when the connection is lost while nothing waits, too. */
  onGone: (why: string) => void = () => {}

  constructor(session: Session) {
    this.session = session
    session.listener = this
  }

  /**
   * What the server answers, an error code too.
   * @throws ConnectionLost, WrongReply
   */
  ask(request: ClientRequest): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (!this.session.isOpen) {
        reject(new ConnectionLost(this.session.why))
        return
      }
      const xid = this.session.nextXid()
      this.#waiting.push({ xid, request, resolve, reject })
      this.session.outbox.frame(encodeRequest(xid, request))
      this.session.flush(performance.now())
    })
  }

  /**
   * As `ask`, for a request that must succeed or find its work done: `unless` is the one error that is no error.
   * @throws WrongReply with the name of any other
   */
  async must(request: ClientRequest, unless: number = ErrorCode.ok): Promise<Reply> {
    const reply = await this.ask(request)
    if (reply.type === 'error' && reply.code !== unless)
      throw new WrongReply(`${request.type} was answered ${nameOfError(reply.code) ?? reply.code}`)
    return reply
  }

  /** Ends the session in order; a server that hangs up first has done so too. */
  async close(): Promise<void> {
    await this.ask({ type: 'close-session' }).catch(() => {})
    this.session.cut()
  }

  onFrame(bytes: Uint8Array, start: number, end: number): void {
    const frame = bytes.slice(start, end)
    const { xid, zxid } = decodeReplyHeader(frame)
    if (xid === Xid.notification) {
      this.onNotification(decodeNotification(frame))
      return
    }
    if (zxid > this.session.grant.lastZxid) this.session.grant = { ...this.session.grant, lastZxid: zxid }
    if (xid === Xid.ping) return
    const waiting = this.#waiting.shift()
    if (waiting === undefined || waiting.xid !== xid) {
      waiting?.reject(new WrongReply(`request ${waiting.xid} was answered with the xid ${xid}`))
      return
    }
    try {
      waiting.resolve(decodeReply(waiting.request, frame).reply)
    } catch {
      waiting.reject(new WrongReply(`the answer to ${waiting.request.type} is none`))
    }
  }

  onRead(): void {}

  onLost(why: string): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(new ConnectionLost(why))
    this.onGone(why)
  }
}
