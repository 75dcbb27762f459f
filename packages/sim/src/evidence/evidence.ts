/**
 * Turns what observers report into facts, keeps the ledger up to date and tells every checker. A violation stops the run
 * at the end of the current event; it is never thrown, since the code under test would catch it.
 */
import { type Effect, formatZxid, type PeerEvent, type PeerId, type TxnBatch, type Zxid, zxidPlus } from '@quoll/core'
import type { PeerObserver, Recovered } from '@quoll/peer'
import type { Audience } from '../audience.ts'
import type { Operation } from '../clients/operation.ts'
import type { Sight } from '../clients/sight.ts'
import type { TreeHistory } from '../model/tree-history.ts'
import { type Micros, MS, type Scheduler } from '../scheduler.ts'
import { describeEffect, describeEvent, describeFields } from './describe.ts'
import { numberOf } from './event-number.ts'
import type { Became, Checker, MakeChecker, Violation } from './fact.ts'
import { hashBytes } from './hash.ts'
import { carryOut, countAtMost, type DiskState, type Ledger, type PeerBook, type PendingWrite } from './ledger.ts'
import { recoveredHistory } from './recovered-history.ts'
import type { Trace } from './trace.ts'

const CODES = {
  event: 1,
  send: 2,
  persist: 3,
  deliver: 4,
  became: 5,
  applied: 6,
  life: 7,
  client: 8,
  restore: 9,
} as const

export class Evidence {
  readonly ledger: Ledger
  readonly #scheduler: Scheduler
  readonly #trace: Trace
  readonly #model: TreeHistory
  readonly #checkers: readonly Checker[]
  readonly #audience: Audience | undefined
  #violation: Violation | undefined
  readonly counts = {
    deliveries: 0,
    commits: 0,
    truncations: 0,
    installs: 0,
    elections: 0,
    establishments: 0,
    messages: 0,
  }

  constructor(
    ledger: Ledger,
    model: TreeHistory,
    scheduler: Scheduler,
    trace: Trace,
    makers: readonly MakeChecker[],
    sessionSlack: Micros,
    audience?: Audience,
  ) {
    this.#audience = audience
    this.ledger = ledger
    this.#model = model
    this.#scheduler = scheduler
    this.#trace = trace
    const world = { model, now: () => scheduler.now, sessionSlack }
    this.#checkers = makers.map((make) => {
      const checker: Checker = make(ledger, (sentence) => this.report(checker.name, sentence), world)
      return checker
    })
  }

  get violation(): Violation | undefined {
    return this.#violation
  }

  /** Keeps the first violation only: what follows it is usually its consequence. */
  report(checker: string, sentence: string): void {
    this.#audience?.violated?.(checker, sentence)
    this.#violation ??= { checker, sentence, atMs: this.#scheduler.now / MS }
    if (this.#trace.wantsLines) this.#line(0, `!! ${checker}: ${sentence}`)
  }

  observer(id: PeerId): PeerObserver {
    const book = this.ledger.book(id)
    return {
      wantsResults: true,
      event: (event) => this.#event(book, event),
      effect: (effect) => this.#effect(book, effect),
      applied: (zxid, txn, applied) => {
        this.#trace.mix(this.#scheduler.now, CODES.applied, id, zxid)
        this.#model.apply(zxid, txn)
        for (const checker of this.#checkers) checker.applied?.(id, zxid, txn, applied)
      },
    }
  }

  started(id: PeerId, recovered: Recovered): void {
    const book = this.ledger.book(id)
    for (const checker of this.#checkers) checker.started?.(id, recovered)
    book.alive = true
    if (recovered.trusted) book.isWiped = false
    book.pending = []
    const history = recoveredHistory(this.ledger, recovered)
    book.durable = { history, acceptedEpoch: recovered.acceptedEpoch, currentEpoch: recovered.currentEpoch }
    book.written = copyOf(book.durable)
    book.agreedCount = 0
    this.ledger.advanceAgreed(book)
    book.deliveredCount = Math.max(0, this.ledger.committedCount(recovered.committed))
    book.delivered = recovered.committed
    this.#trace.mix(this.#scheduler.now, CODES.life, id, 1, history.length)
    this.#line(
      id,
      `starts with ${formatZxid(recovered.base)}, committed up to ${formatZxid(recovered.committed)}, log up to ${formatZxid(history.at(-1) ?? recovered.base)}, epochs ${recovered.acceptedEpoch}/${recovered.currentEpoch}`,
    )
    for (const checker of this.#checkers) checker.persisted?.(id)
    this.#audience?.began?.(id)
  }

  ended(id: PeerId, how: string): void {
    const book = this.ledger.book(id)
    book.alive = false
    book.role = 'looking'
    book.phase = 'election'
    book.leader = undefined
    this.#trace.mix(this.#scheduler.now, CODES.life, id, 2)
    this.#line(id, how)
    for (const checker of this.#checkers) checker.ended?.(id)
    this.#audience?.ended?.(id, how)
  }

  wiped(id: PeerId): void {
    const book = this.ledger.book(id)
    if (book.durable.history.length > book.lost.length) {
      book.lost = book.durable.history
      book.lostCount = book.agreedCount
    }
    book.isWiped = true
    book.agreedCount = 0
    book.durable = { history: [], acceptedEpoch: 0, currentEpoch: 0 }
    book.pending = []
    this.#line(id, 'its disk is replaced by an empty one')
    for (const checker of this.#checkers) checker.wiped?.(id)
  }

  invoked(operation: Operation): void {
    for (const checker of this.#checkers) checker.invoked?.(operation)
  }

  completed(operation: Operation): void {
    this.#trace.mix(
      this.#scheduler.now,
      CODES.client,
      operation.client & 255,
      operation.id,
      operation.outcome?.zxid ?? 0,
    )
    for (const checker of this.#checkers) checker.completed?.(operation)
  }

  saw(sight: Sight): void {
    if (sight.type === 'reply')
      this.#trace.mix(this.#scheduler.now, CODES.client, sight.client & 255, sight.xid, Math.max(0, sight.zxid))
    if (this.#trace.wantsLines) this.#line(0, `client ${describeFields(sight)}`)
    for (const checker of this.#checkers) checker.saw?.(sight)
  }

  finished(): void {
    for (const checker of this.#checkers) checker.finished?.()
  }

  /** A line for the story. */
  note(peer: PeerId, text: string): void {
    this.#audience?.noted?.(peer, text)
    this.#line(peer, text)
  }

  #event(book: PeerBook, event: PeerEvent): void {
    if (event.type === 'tick') return
    this.#trace.mix(this.#scheduler.now, CODES.event, book.id, event.type.length, numberOf(event))
    if (this.#trace.wantsLines) this.#line(book.id, describeEvent(event))
    if (event.type === 'persisted') this.#persisted(book, event.upTo)
    if (event.type === 'compact') for (const checker of this.#checkers) checker.compacted?.(book.id, event.base)
  }

  #persisted(book: PeerBook, upTo: number): void {
    let done = 0
    for (const write of book.pending) {
      if (write.id > upTo) break
      carryOut(book.durable, write)
      if (write.type === 'truncate' || write.type === 'install') book.agreedCount = 0
      done++
    }
    book.pending.splice(0, done)
    this.ledger.advanceAgreed(book)
    for (const checker of this.#checkers) checker.persisted?.(book.id)
  }

  #effect(book: PeerBook, effect: Effect): void {
    if (this.#trace.wantsLines) this.#line(book.id, `  ${describeEffect(effect)}`)
    switch (effect.type) {
      case 'send':
        this.counts.messages++
        this.#trace.mix(this.#scheduler.now, CODES.send, book.id, effect.to, effect.message.type.length)
        for (const checker of this.#checkers) checker.sent?.(book.id, effect.to, effect.message)
        if (effect.message.type === 'ack-new-leader') book.adoptedEpoch = effect.message.epoch
        return
      case 'persist':
        return this.#persist(book, effect)
      case 'deliver':
        return this.#deliver(book, effect.batch)
      case 'became':
        return this.#became(book, effect)
      case 'restore':
        this.#trace.mix(this.#scheduler.now, CODES.restore, book.id, effect.zxid)
        for (const checker of this.#checkers) checker.restored?.(book.id, effect.zxid)
        book.deliveredCount = Math.max(0, this.ledger.committedCount(effect.zxid))
        book.delivered = effect.zxid
        return
      default:
        return
    }
  }

  #persist(book: PeerBook, { id, write }: Extract<Effect, { type: 'persist' }>): void {
    this.#trace.mix(this.#scheduler.now, CODES.persist, book.id, id, write.type.length)
    let pending: PendingWrite
    switch (write.type) {
      case 'append':
        pending = { id, type: 'append', zxids: this.#appended(book, write.batch) }
        break
      case 'truncate':
        this.counts.truncations++
        for (const checker of this.#checkers) checker.truncated?.(book.id, write.to)
        pending = { id, type: 'truncate', to: write.to }
        carryOut(book.written, pending)
        break
      case 'epochs':
        for (const checker of this.#checkers) checker.epochsWritten?.(book.id, write.accepted, write.current)
        pending = { id, type: 'epochs', accepted: write.accepted, current: write.current }
        carryOut(book.written, pending)
        break
      case 'install-snapshot':
        this.counts.installs++
        for (const checker of this.#checkers) checker.snapshotInstalled?.(book.id, write.zxid)
        pending = {
          id,
          type: 'install',
          history: this.ledger.committed.slice(0, countAtMost(this.ledger.committed, write.zxid)),
        }
        carryOut(book.written, pending)
    }
    book.pending.push(pending)
  }

  #appended(book: PeerBook, batch: TxnBatch): readonly Zxid[] {
    const zxids: Zxid[] = []
    const { history } = book.written
    for (let i = 0; i < batch.payloads.length; i++) {
      const zxid = zxidPlus(batch.first, i)
      const hash = hashBytes(batch.payloads[i])
      const prev = history[history.length - 1] ?? (0 as Zxid)
      for (const checker of this.#checkers) checker.appended?.(book.id, zxid, hash, prev)
      if (!this.ledger.hashes.has(zxid)) this.ledger.hashes.set(zxid, hash)
      history.push(zxid)
      zxids.push(zxid)
    }
    return zxids
  }

  #deliver(book: PeerBook, batch: TxnBatch): void {
    for (let i = 0; i < batch.payloads.length; i++) {
      const zxid = zxidPlus(batch.first, i)
      const hash = hashBytes(batch.payloads[i])
      this.counts.deliveries++
      this.#trace.mix(this.#scheduler.now, CODES.deliver, book.id, zxid, hash)
      for (const checker of this.#checkers) checker.delivered?.(book.id, zxid, hash)
      const first = this.ledger.committed.length === book.deliveredCount
      book.deliveredCount++
      book.delivered = zxid
      if (!first) continue
      this.ledger.committed.push(zxid)
      this.counts.commits++
      for (const each of this.ledger.peers.values()) this.ledger.advanceAgreed(each)
      for (const checker of this.#checkers) checker.committed?.(book.id, zxid)
    }
  }

  #became(book: PeerBook, became: Became): void {
    if (became.role === 'looking' && book.role !== 'looking') this.counts.elections++
    if (became.role === 'leading' && became.phase === 'broadcast') this.counts.establishments++
    this.#trace.mix(
      this.#scheduler.now,
      CODES.became,
      book.id,
      became.epoch,
      became.role.length * 16 + became.phase.length,
    )
    for (const checker of this.#checkers) checker.became?.(book.id, became)
    if (became.phase === 'broadcast') book.isWiped = false
    if (became.phase === 'broadcast' && became.role === 'leading') book.adoptedEpoch = became.epoch
    book.role = became.role
    book.phase = became.phase
    book.leader = became.leader
    book.epoch = became.epoch
  }

  #line(peer: number, text: string): void {
    if (!this.#trace.wantsLines) return
    const time = (this.#scheduler.now / MS).toFixed(3).padStart(12)
    this.#trace.line(`${time}  ${peer === 0 ? ' ' : peer}  ${text}`)
  }
}

function copyOf(state: DiskState): DiskState {
  return { ...state, history: [...state.history] }
}
