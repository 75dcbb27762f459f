/**
 * One member of the ensemble, put together: the driver with the core inside, the replica, the clients, the snapshots.
 * It owns the answer to "what changes hands when the role changes"; everything else is a part's own business.
 */
import { DecodeError } from '@quoll/bytes'
import type { DurableState, PeerId, TxnBatch, Zxid } from '@quoll/core'
import { decodeFrame, type PeerMessage } from '@quoll/protocol/peer'
import type { Applied, SessionId, Txn } from '@quoll/state-machine'
import { Pipeline } from './clients/pipeline.ts'
import { LocalRoute, RemoteRoute } from './clients/route.ts'
import { type Became, Driver } from './driver.ts'
import { onLearnerRequest } from './leader/forwarded.ts'
import { Proposer } from './leader/proposer.ts'
import type { HaltCause, PeerOptions } from './options.ts'
import type { Cancel } from './ports/clock.ts'
import { Replica } from './replication/replica.ts'
import { SnapshotReceiver } from './snapshots/snapshot-receiver.ts'
import { SnapshotSaver } from './snapshots/snapshot-saver.ts'
import { headStartOf, SnapshotSchedule } from './snapshots/snapshot-schedule.ts'
import { SnapshotSender } from './snapshots/snapshot-sender.ts'
import type { SnapshotProgress } from './view.ts'

export class Member {
  readonly options: PeerOptions
  readonly driver: Driver
  readonly replica: Replica
  readonly pipeline: Pipeline
  readonly sender: SnapshotSender
  readonly saver: SnapshotSaver
  readonly #snapshots: SnapshotSchedule
  readonly #receiver: SnapshotReceiver
  #proposer: Proposer | undefined
  #leader: PeerId | undefined
  /** The newest role, to be acted upon once no step is under way. */
  #role: Became | undefined
  readonly #toCallWhenStopped: (() => void)[] = []
  #cancelTicks: Cancel = () => {}
  #installed = 0

  constructor(options: PeerOptions) {
    this.options = options
    this.replica = new Replica(options.storage.recovered, options.limits.historyTxns, {
      isAsked: (txn) => txn.origin === options.id || options.observer?.wantsResults === true,
      applying: (txn) => this.pipeline.applying(txn),
      applied: (zxid, txn, applied) => this.#applied(zxid, txn, applied),
    })
    this.pipeline = new Pipeline(options, this.replica)
    const send = (to: PeerId, message: PeerMessage) => this.driver.send(to, message)
    const progress = (peer: PeerId) => this.driver.post({ type: 'snapshot-progress', peer })
    this.sender = new SnapshotSender({
      send,
      progress,
      sent: (to, zxid) => this.driver.post({ type: 'snapshot-sent', to, zxid }),
    })
    this.#receiver = new SnapshotReceiver(options.storage, {
      send,
      progress,
      staged: (from, zxid) => this.driver.post({ type: 'snapshot-staged', from, zxid }),
      broken: (from, why) => options.transport.closeLink(from, why),
    })
    this.saver = new SnapshotSaver(options.storage, options.clock)
    const { base } = options.storage.recovered
    this.#snapshots = new SnapshotSchedule(options.limits, headStartOf(options.id, options.ensemble, base))
    this.driver = new Driver(options, this.#durable(), {
      became: (effect) => this.#became(effect),
      settled: () => this.#settled(),
      deliver: (batch) => this.#deliver(batch),
      sendSnapshot: (to) => this.sender.begin(to, this.replica.state, this.replica.zxid),
      cancelSnapshot: (to) => this.sender.cancel(to),
      restore: (zxid) => this.#restore(zxid),
      halted: (why, cause) => this.#halted(why, cause),
    })
  }

  /** A snapshot that comes from the leader now. */
  get receiving(): SnapshotProgress | undefined {
    return this.#receiver.progress
  }

  /** Snapshots received from a leader and installed. */
  get installed(): number {
    return this.#installed
  }

  /** Only a leader in broadcast has one. */
  get proposer(): Proposer | undefined {
    return this.#proposer
  }

  start(): void {
    const { storage, transport, clock, tickMs } = this.options
    storage.start({
      onPersisted: (upTo) => this.driver.post({ type: 'persisted', upTo }),
      onFailed: (error) => this.driver.halt(`the disk failed: ${error.message}`, 'disk'),
    })
    transport.start({
      onLinkUp: (peer) => this.driver.post({ type: 'link-up', peer }),
      onLinkDown: (peer) => this.#linkDown(peer),
      onFrame: (peer, frame) => this.#onFrame(peer, frame),
    })
    this.#cancelTicks = clock.every(tickMs, () => this.#tick())
    this.driver.start()
  }

  /** Asked again while it stops, it goes on stopping and calls back everybody. */
  stop(done: () => void): void {
    this.#toCallWhenStopped.push(done)
    if (this.#toCallWhenStopped.length > 1) return
    this.#cancelTicks()
    this.driver.post({ type: 'resign' })
    this.pipeline.close()
    this.driver.flush()
    this.saver.cancel()
    this.options.transport.stop(() =>
      this.options.storage.close(() => {
        for (const call of this.#toCallWhenStopped) call()
      }),
    )
  }

  /** What is on our disk, and as much of it in memory as serves peers that were away for a moment. */
  #durable(): DurableState {
    const { recovered } = this.options.storage
    const { historyTxns, historyBytes } = this.options.limits
    const { marks, zxid } = this.replica
    const isLong = marks.tooOld(historyTxns, historyBytes) !== undefined
    const base = isLong ? marks.cutFor(zxid, historyTxns, historyBytes) : recovered.base
    return { ...recovered, base, log: recovered.logAbove(base) }
  }

  #tick(): void {
    this.driver.post({ type: 'tick' })
    this.pipeline.tick()
    this.saver.tick()
    this.#receiver.tick()
  }

  #linkDown(peer: PeerId): void {
    this.sender.cancel(peer)
    if (peer === this.#leader) this.#receiver.abandon()
    this.driver.linkDown(peer)
  }

  #onFrame(from: PeerId, frame: Uint8Array): void {
    try {
      for (const message of decodeFrame(frame)) this.#onMessage(from, message)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      this.options.transport.closeLink(from, `peer ${from} sent what cannot be read: ${error.message}`)
    }
  }

  #onMessage(from: PeerId, message: PeerMessage): void {
    switch (message.type) {
      case 'zab':
        return this.driver.post({ type: 'received', from, message: message.message })
      case 'forward':
      case 'open-session':
      case 'sync':
      case 'revalidate':
      case 'touch':
        if (this.#proposer !== undefined && this.driver.hasJoined(from))
          onLearnerRequest(this.#proposer, from, message, (reply) => this.driver.send(from, reply))
        return
      case 'sync-done':
        if (from === this.#leader) this.pipeline.syncDone(message.request)
        return
      case 'revalidated':
        if (from === this.#leader) this.pipeline.revalidated(message.session as SessionId, message.valid)
        return
      case 'snapshot-begin':
        if (from === this.#leader) this.#receiver.begin(from, message.stream, message.zxid)
        return
      case 'snapshot-chunk':
        return this.#receiver.chunk(from, message.stream, message.index, message.bytes)
      case 'snapshot-end':
        return this.#receiver.end(from, message.stream, message.chunks)
      case 'snapshot-ack':
        return this.sender.acked(from, message.stream, message.received)
    }
  }

  /** A role that serves nobody takes effect at once; one that serves waits until the state is complete (`#settled`). */
  #became(effect: Became): void {
    if (effect.leader !== this.#leader) this.#receiver.abandon()
    this.#leader = effect.leader
    this.#role = effect
    if (effect.phase === 'broadcast') return
    this.#proposer = undefined
    this.pipeline.suspend()
  }

  #settled(): void {
    const role = this.#role
    this.#role = undefined
    if (role?.phase === 'broadcast') this.#serve(role)
    this.#snapshotIfDue()
    this.#forgetIfLong()
  }

  #serve(role: Became): void {
    const { driver, pipeline, options } = this
    if (role.role !== 'leading') {
      if (role.leader === undefined) return
      return pipeline.open(new RemoteRoute(role.leader, (to, message) => driver.send(to, message)))
    }
    const proposer = new Proposer(options, this.replica.state, this.replica.zxid, {
      propose: (payload) => driver.propose(payload),
      lastProposed: () => {
        driver.flushProposals()
        return driver.view().last
      },
      syncDone: (origin, request) => {
        if (origin === options.id) pipeline.syncDone(request)
        else driver.sendBehindStep(origin, { type: 'sync-done', request })
      },
    })
    this.#proposer = proposer
    pipeline.open(new LocalRoute(options.id, proposer, (session, valid) => pipeline.revalidated(session, valid)))
  }

  #deliver(batch: TxnBatch): void {
    this.replica.deliver(batch)
  }

  /** Watchers hear of a change before anybody can read it; then the leader's books; then the reply. */
  #applied(zxid: Zxid, txn: Txn, applied: Applied): void {
    this.options.observer?.applied?.(zxid, txn, applied)
    this.pipeline.clients.notify(zxid, applied.changes)
    this.#proposer?.applied(zxid, txn)
    this.pipeline.applied(zxid, txn, applied.result)
  }

  #restore(zxid: Zxid): void {
    const state = this.#receiver.take(zxid)
    if (state === undefined)
      return this.driver.halt(`asked to install a snapshot at ${zxid} that was never staged`, 'bug')
    // Clients would miss what lies between: their watches, and the answers to what they asked.
    this.pipeline.close()
    this.saver.cancel()
    this.sender.cancelAll()
    this.replica.replace(state, zxid)
    this.#snapshots.installed()
    this.#installed++
  }

  #snapshotIfDue(): void {
    const { marks, state, zxid } = this.replica
    const lastBytes = () => this.options.storage.stats.snapshotBytes
    if (this.saver.busy || !this.#snapshots.isDue(marks, lastBytes)) return
    this.#snapshots.taken(marks)
    this.saver.begin(state, zxid)
  }

  /** History in memory serves peers that were away for a moment; what is durable here is on our own disk too. */
  #forgetIfLong(): void {
    const { historyTxns, historyBytes } = this.options.limits
    const { marks, zxid } = this.replica
    const oldest = marks.tooOld(historyTxns, historyBytes)
    if (oldest === undefined) return
    const durable = Math.min(this.driver.view().durable, zxid) as Zxid
    if (oldest > durable) return
    this.driver.post({ type: 'compact', base: marks.cutFor(durable, historyTxns, historyBytes) })
  }

  #halted(why: string, cause: HaltCause): void {
    this.#cancelTicks()
    this.#proposer = undefined
    this.pipeline.close()
    this.saver.cancel()
    this.options.transport.stop(() => {})
    this.options.onHalt(why, cause)
  }
}
