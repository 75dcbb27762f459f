/** One session under load: sends what it is told to, knows what is under way, and judges every reply. */
import { ErrorCode, nameOfError, Xid } from '@quoll/protocol/client'
import { Op } from '../mix.ts'
import type { Session, SessionListener } from '../wire/session.ts'
import { i32 } from './integers.ts'
import { KeyVersions } from './key-versions.ts'
import { keysPerConnection, type Load } from './load.ts'
import type { Measurement } from './measurement.ts'
import { Pending } from './pending.ts'
import type { Memory, ReplyCheck } from './reply-check.ts'
import type { RequestWriter } from './request-writer.ts'
import { VIOLATIONS, type Violation } from './violations.ts'

/** int xid · long zxid · int error */
const HEADER_BYTES = 16
const TWO_TO_32 = 0x1_0000_0000
const OP_NAMES = Object.keys(Op)

/** What a thread's connections share. */
export type Surroundings = {
  readonly load: Load
  readonly writer: RequestWriter
  readonly check: ReplyCheck
  readonly measurement: Measurement
  /** A read was told to the end: send more. */
  readonly onRead: (connection: LoadConnection, nowMs: number) => void
  readonly onLost: (connection: LoadConnection) => void
}

export class LoadConnection implements SessionListener, Memory {
  readonly number: number
  readonly session: Session
  readonly pending: Pending
  readonly versions: KeyVersions
  readonly #around: Surroundings
  #lastZxid: number
  #created = 0
  #ephemerals = 0
  #isEphemeralThere = false
  #nowMs = 0
  lastSequence = -1

  constructor(number: number, session: Session, around: Surroundings) {
    this.number = number
    this.session = session
    this.#around = around
    this.#lastZxid = session.grant.lastZxid
    this.pending = new Pending(around.load.window)
    this.versions = new KeyVersions(keysPerConnection(around.load))
    session.listener = this
  }

  /** How many znodes `create` made. */
  get created(): number {
    return this.#created
  }

  /** How many ephemeral znodes there were before the one that may be there now. */
  get ephemerals(): number {
    return this.#ephemerals
  }

  get hasRoom(): boolean {
    return this.pending.count < this.#around.load.window && this.session.isOpen
  }

  /** Writes one request to the outbox. `random`: any 32 bits, for the key. */
  send(wanted: number, random: number, intendedMs: number, nowMs: number): void {
    const op = wanted === Op.eph && this.#isEphemeralThere ? Op.ephDelete : wanted
    const xid = this.session.nextXid()
    this.pending.push(xid, op, this.#write(op, xid, random % this.versions.keys), intendedMs, nowMs)
  }

  /** Writes the request; returns what its reply is judged by: a key, or the number of a created znode. */
  #write(op: number, xid: number, key: number): number {
    const { writer } = this.#around
    switch (op) {
      case Op.set:
        writer.set(xid, this.number, key, this.versions.write(key))
        return key
      case Op.get:
        writer.get(xid, this.number, key)
        return key
      case Op.exists:
        writer.exists(xid, this.number, key)
        return key
      case Op.multi:
        writer.multi(xid, this.number, key, this.versions)
        return key
      case Op.create:
        writer.create(xid, this.number, this.#created)
        return this.#created++
      case Op.eph:
        this.#isEphemeralThere = true
        writer.ephemeral(xid, this.number, this.#ephemerals)
        return this.#ephemerals
      case Op.ephDelete:
        this.#isEphemeralThere = false
        writer.delete(xid, this.number, this.#ephemerals)
        return this.#ephemerals++
      case Op.seq:
        writer.sequential(xid, this.number)
        return key
      case Op.children:
        writer.children(xid)
        return key
      default:
        writer.sync(xid)
        return key
    }
  }

  onFrame(bytes: Uint8Array, start: number, end: number): void {
    if (this.#nowMs === 0) this.#nowMs = performance.now()
    if (end - start < HEADER_BYTES) {
      this.#report('frame', 'a reply without a header')
      // Nobody can say whose it was, nor that of any that follows.
      this.session.cut()
      this.onLost()
      return
    }
    const xid = i32(bytes, start)
    this.#judgeZxid(i32(bytes, start + 4) * TWO_TO_32 + (i32(bytes, start + 8) >>> 0))
    // A ping's answer comes between the others; nobody here watches anything.
    if (xid !== Xid.ping && xid !== Xid.notification) this.#onReply(xid, bytes, start, end)
  }

  onRead(): void {
    const nowMs = this.#nowMs === 0 ? performance.now() : this.#nowMs
    this.#nowMs = 0
    this.#around.onRead(this, nowMs)
  }

  onLost(): void {
    this.#around.onLost(this)
  }

  #onReply(xid: number, bytes: Uint8Array, start: number, end: number): void {
    const { pending, versions } = this
    const { check, measurement, load } = this.#around
    if (pending.count === 0) {
      this.#report('order', `the xid ${xid} while nothing was under way`)
      return
    }
    const { op, key, intendedMs, sentMs } = pending
    const error = i32(bytes, start + 12)
    if (pending.xid !== xid) this.#report('order', `${OP_NAMES[op]}: the xid ${xid} where ${pending.xid} is next`)
    else if (error !== ErrorCode.ok) {
      this.#report('code', `${OP_NAMES[op]}: ${nameOfError(error) ?? error}`)
      if (op === Op.set) versions.lose(key)
      if (op === Op.multi) for (let part = 0; part < load.multi; part++) versions.lose((key + part) % versions.keys)
    } else {
      const violation = check.violationIn(op, key, this, bytes, start + HEADER_BYTES, end)
      if (violation !== undefined) this.#report(violation, `${OP_NAMES[op]}: ${VIOLATIONS[violation]}`)
    }
    pending.shift()
    measurement.onReply(op, intendedMs, sentMs, this.#nowMs)
  }

  /** What a session was shown, it stays shown (ZooKeeper: single system image). */
  #judgeZxid(zxid: number): void {
    if (zxid <= 0) return
    if (zxid < this.#lastZxid) this.#report('zxid', `zxid ${zxid.toString(16)} after ${this.#lastZxid.toString(16)}`)
    else this.#lastZxid = zxid
  }

  #report(violation: Violation, example: string): void {
    this.#around.measurement.onViolation(violation, `connection ${this.number}, ${example}`)
  }
}
