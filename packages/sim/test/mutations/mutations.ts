/**
 * The mutations that the checkers must see: each breaks one rule in one place. `seeds`: within so many seeds it is caught,
 * under `options`; the same seeds show nothing without it.
 */
import type { SimOptions } from '../../src/options.ts'
import type { Edit } from './mutant.ts'

export type Mutation = Edit & {
  readonly name: string
  /** The rule it breaks. */
  readonly breaks: string
  /** Seeds within which it is caught. */
  readonly seeds: number
  readonly options?: Partial<SimOptions>
  /** Changes made to the unmutated code as well: circumstances in which the rule is needed more often. */
  readonly alongside?: readonly Edit[]
}

const CRASHES = ['crash', 'power', 'crash-all', 'ambush', 'disk-stall', 'isolate-leader', 'cut'] as const

/** Elects whoever has the smallest id, however old its history: election is a hint only, and safety must not depend on it. */
const ELECT_ANYBODY: Edit = {
  file: 'core/src/election/vote.ts',
  find: `  if (a.epoch !== b.epoch) return a.epoch > b.epoch
  if (a.zxid !== b.zxid) return a.zxid > b.zxid
  return a.leader > b.leader`,
  replace: '  return a.leader < b.leader',
}

/** Clients, but for those with a task, lose their first connection at once and are with another peer right after. */
const MOVE_AT_ONCE: readonly Edit[] = [
  {
    file: 'sim/src/clients/client.ts',
    find: '    if (again && this.#watches.size > 0) this.#restoreWatches()\n',
    replace:
      '    if (again && this.#watches.size > 0) this.#restoreWatches()\n    if (!again && this.#script.length === 0) this.#link?.cut()\n',
  },
  {
    file: 'sim/src/clients/client.ts',
    find: 'const REDIAL: Micros = 100 * MS',
    replace: 'const REDIAL: Micros = MS',
  },
  {
    file: 'sim/src/clients/crowd.ts',
    find: 'this.#random.delay(8 * SECOND)',
    replace: 'this.#random.delay(SECOND / 2)',
  },
  // Harmless by itself: a session that is not tracked when its beginning is delivered is tracked from there on.
  {
    file: 'peer/src/leader/proposer.ts',
    find: 'this.touch(txn.session)',
    replace:
      'if (this.look(txn.session) === undefined) this.#sessions.open(txn.session, operation.timeoutMs, txn.origin, this.#clock.ms)',
  },
]

export const MUTATIONS: readonly Mutation[] = [
  // ── zab.md 4.6 ──
  {
    name: 'the recency check of discovery is skipped',
    breaks: 'nobody in the quorum may know more than the leader (L4)',
    file: 'core/src/discovery/leader.ts',
    find: 'return currentEpoch > epoch || (currentEpoch === epoch && message.last > zxid)',
    replace: 'return currentEpoch < 0 && epoch < 0 && message.last > zxid',
    alongside: [ELECT_ANYBODY],
    seeds: 20,
    options: { peers: 3, faults: CRASHES },
  },
  {
    name: 'a learner is sent what it lacks without having its own tail cut',
    breaks: 'TRUNC before DIFF (ZOOKEEPER-1154)',
    file: 'core/src/synchronization/plan.ts',
    find: "return common === learnerLast ? { type: 'diff', after: common } : { type: 'trunc', to: common }",
    replace: "return { type: 'diff', after: common }",
    seeds: 60,
    options: { peers: 3, faults: CRASHES },
  },
  {
    name: 'votes compare zxids and ignore epochs',
    breaks: 'recency is (current epoch, zxid) (ZOOKEEPER-1419)',
    file: 'core/src/election/vote.ts',
    find: '  if (a.epoch !== b.epoch) return a.epoch > b.epoch\n',
    replace: '',
    seeds: 40,
    options: { peers: 3, faults: CRASHES },
  },
  {
    name: 'a follower acknowledges before its disk has it',
    breaks: 'ACK after fsync',
    file: 'core/src/broadcast/learner.ts',
    find: 'const upTo: Zxid = peer.writes.durable',
    replace: 'const upTo = peer.history.last',
    seeds: 5,
  },
  {
    name: 'NEWLEADER is acknowledged before the history is durable',
    breaks: 'history, epoch, then the acknowledgement (ZOOKEEPER-3911, 4646)',
    file: 'core/src/synchronization/learner.ts',
    find: "  learning.stage = 'history-syncing'\n",
    replace:
      "  learning.stage = 'joined'\n  send(peer, learning.leader, { type: 'ack-new-leader', epoch: learning.epoch })\n  return\n",
    seeds: 5,
  },
  {
    name: 'currentEpoch is raised before the history is there',
    breaks: 'history before epoch (ZOOKEEPER-4643)',
    file: 'core/src/synchronization/learner.ts',
    find: '  learning.ackSent = peer.history.last\n',
    replace: '  learning.ackSent = peer.history.last\n  persistEpochs(peer, peer.acceptedEpoch, learning.epoch)\n',
    seeds: 20,
    options: { faults: CRASHES },
  },
  {
    name: 'an ACKEPOCH that must not count is counted',
    breaks: 'a promise counts once, or two lead one epoch',
    file: 'core/src/discovery/leader.ts',
    find: '    onRefusal(peer, leading, learner)\n',
    replace: '    leading.ackers.add(learner.peer)\n    countAckers(peer, leading)\n',
    seeds: 100,
    options: { peers: 5, faults: ['ambush', 'disk-slow', 'disk-stall'], seconds: 80 },
  },
  // ── the core ──
  {
    name: 'a leader commits what only one disk has',
    breaks: 'commit needs a quorum',
    file: 'core/src/quorum.ts',
    find: 'return reached[quorumSize(reached.length) - 1] as number',
    replace: 'return reached[0] as number',
    seeds: 5,
  },
  {
    name: 'a leader counts itself before its own disk has it',
    breaks: 'the leader is a voter like the others',
    file: 'core/src/broadcast/leader.ts',
    find: 'scratch[0] = peer.writes.durable',
    replace: 'scratch[0] = peer.history.last',
    seeds: 10,
  },
  {
    name: 'a learner takes what is decided with its disk for decided',
    breaks: 'its own disk makes the quorum',
    file: 'core/src/broadcast/learner.ts',
    find: 'Math.min(learning.offered, peer.writes.durable)',
    replace: 'learning.offered',
    seeds: 20,
  },
  {
    name: 'a learner is offered what it was counted for',
    breaks: 'nobody counts twice in a quorum',
    file: 'core/src/broadcast/stream.ts',
    find: 'learner.voter && learner.acked < leading.oneShort ?',
    replace: 'learner.voter ?',
    seeds: 20,
  },
  {
    name: 'a new epoch is offered before it is on the disk of the leader',
    breaks: 'promise before speaking of it (ZOOKEEPER-1291)',
    file: 'core/src/discovery/admission.ts',
    find: 'learner.voter ? leading.promised :',
    replace: 'learner.voter ? true :',
    seeds: 5,
  },
  {
    name: 'a truncation is not written to the disk',
    breaks: 'what is cut is cut on disk first (ZOOKEEPER-1489)',
    file: 'core/src/synchronization/learner.ts',
    find: "    persist(peer, { type: 'truncate', to })\n",
    replace: '',
    seeds: 20,
    options: { faults: CRASHES },
  },
  // ── the peer ──
  {
    name: 'a snapshot carries the zxid of what is not committed',
    breaks: 'snapshots hold committed transactions only (ZOOKEEPER-1549)',
    file: 'peer/src/member.ts',
    find: 'this.saver.begin(state, zxid)',
    replace: 'this.saver.begin(state, this.driver.view().last)',
    seeds: 10,
  },
  {
    name: 'pings do not extend a session',
    breaks: 'a session that keeps its promise lives',
    file: 'peer/src/clients/requests.ts',
    find: '    this.#route.touch(session)\n',
    replace: '',
    seeds: 10,
  },
  {
    name: 'a learner keeps signs of life to itself',
    breaks: 'the leader hears of every session that was heard',
    file: 'peer/src/clients/route.ts',
    find: "    this.#send(this.#leader, { type: 'touch', sessions: [...this.#touched] })\n",
    replace: '',
    seeds: 10,
  },
  {
    name: 'a new leader gives sessions no fresh timeout',
    breaks: 'a fail-over costs no session its life',
    file: 'peer/src/leader/proposer.ts',
    find: 'this.#sessions.open(session, timeoutMs, undefined, this.#clock.ms)',
    replace: 'this.#sessions.open(session, timeoutMs, undefined, this.#clock.ms - timeoutMs)',
    seeds: 20,
    options: { faults: CRASHES },
  },
  {
    name: 'a session is tracked when its beginning is delivered, not when it is proposed',
    breaks: 'a session that its client knows of is known to the leader (docs/adr/0015)',
    file: 'peer/src/leader/proposer.ts',
    find: "    if (call.write.type === 'create-session') this.#sessions.open(session, call.write.timeoutMs, origin, this.#clock.ms)\n",
    replace: '',
    alongside: MOVE_AT_ONCE,
    seeds: 40,
    options: { peers: 3, faults: ['slow-link', 'disk-slow', 'disk-stall', 'pause'] },
  },
  {
    name: 'watches fire behind the replies',
    breaks: 'a client hears of a change before it sees the new data',
    file: 'peer/src/member.ts',
    find: `    this.pipeline.clients.notify(zxid, applied.changes)
    this.#proposer?.applied(zxid, txn)
    this.pipeline.applied(zxid, txn, applied.result)`,
    replace: `    this.#proposer?.applied(zxid, txn)
    this.pipeline.applied(zxid, txn, applied.result)
    this.pipeline.clients.notify(zxid, applied.changes)`,
    seeds: 10,
  },
  {
    name: 'a client is taken by a peer that is behind it',
    breaks: 'single system image',
    file: 'peer/src/clients/handshake.ts',
    find: "    if (request.lastZxidSeen > applied) return { type: 'refused' }\n",
    replace: '',
    seeds: 150,
    options: { peers: 3, faults: ['isolate-leader', 'hole', 'pause', 'client-cut'] },
  },
  {
    name: 'a sync is answered without asking the leader',
    breaks: 'after a sync a client sees what was answered before it (C6)',
    file: 'peer/src/clients/requests.ts',
    find: `        const waiting = this.#wait(client, split, request, true)
        const number = this.#inFlight.add({ type: 'sync', client, waiting })
        this.#route?.sync(number)
        return this.#pauseIfFull(client)`,
    replace: `        this.#wait(client, split, request, false)
        return this.#drain(client)`,
    seeds: 80,
    options: { peers: 3, faults: ['hole', 'one-way', 'pause'] },
  },
  {
    name: 'a client is told of a write that only the leader has proposed',
    breaks: 'answered means committed (C5)',
    file: 'core/src/broadcast/leader.ts',
    find: "  persist(peer, { type: 'append', batch, committed: peer.committed })\n",
    replace:
      "  persist(peer, { type: 'append', batch, committed: peer.committed })\n  commitUpTo(peer, peer.history.last)\n",
    seeds: 5,
  },
  // ── what a start takes for committed ──
  {
    name: 'the log calls committed what was only received',
    breaks: 'a hint lags behind what is committed, and is never ahead of it',
    file: 'core/src/broadcast/learner.ts',
    find: "persist(peer, { type: 'append', batch, committed: peer.committed })",
    replace: "persist(peer, { type: 'append', batch, committed: prev })",
    seeds: 60,
    options: { peers: 3, faults: CRASHES },
  },
  {
    name: 'a start applies all of its log',
    breaks: 'what is not known to be committed waits for a leader',
    file: 'peer/src/replication/replica.ts',
    find: '        if (zxid > committed) return\n',
    replace: '',
    seeds: 20,
    options: { peers: 3, faults: CRASHES },
  },
  {
    name: 'a start applies what is committed but for the last',
    breaks: 'the state stands where the core says it does',
    file: 'peer/src/replication/replica.ts',
    find: '        if (zxid > committed) return\n',
    replace: '        if (zxid >= committed) return\n',
    seeds: 20,
    options: { peers: 3, faults: CRASHES },
  },
  // ── the state machine ──
  {
    name: 'sequence numbers come from the applied state only',
    breaks: 'prepare sees what is proposed and not yet applied',
    file: 'state-machine/src/prepare/prepare-create.ts',
    find: 'outstanding.put(parentPath, { ...parent, cversion: parentCversion,',
    replace: 'outstanding.put(parentPath, { ...parent, cversion: parent.cversion,',
    seeds: 10,
  },
  {
    name: 'a failed multi keeps the parts before the failure',
    breaks: 'multi is all or nothing',
    file: 'state-machine/src/prepare/preparer.ts',
    find: "return { type: 'multi-error', failed: at, count: operations.length, code: prepared }",
    replace: "return { type: 'multi', operations: done }",
    seeds: 5,
  },
  {
    name: 'a closing session leaves its ephemerals behind',
    breaks: 'ephemerals end with their session',
    file: 'state-machine/src/apply.ts',
    find: '      for (const path of operation.paths) remove(state, zxid, path, changes)\n',
    replace: '',
    seeds: 10,
  },
  {
    name: 'a one-shot watch fires again and again',
    breaks: 'standard watches end when they fire',
    file: 'state-machine/src/watches/watch-table.ts',
    find: 'watchers = gather(watchers, this.#data.takeAll(path))',
    replace: 'watchers = gather(watchers, this.#data.watchersOf(path))',
    seeds: 5,
  },
  {
    name: 'setWatches forgets what was missed',
    breaks: 'a client that reconnects hears of changes it missed',
    file: 'state-machine/src/watches/missed-event.ts',
    find: "if (kind === 'data') return stat.mzxid > lastSeen ? EventType.dataChanged : undefined",
    replace: "if (kind === 'data') return undefined",
    seeds: 10,
  },
  // ── the disk ──
  {
    name: 'a record counts as durable before its sync',
    breaks: 'durable means synced',
    file: 'storage-file/src/write-ahead-log.ts',
    find: "open(path, 'write-through', opened)",
    replace: "open(path, 'write', opened)",
    seeds: 20,
    options: { faults: ['power', 'ambush'] },
  },
  {
    name: 'epochs count as durable before their sync',
    breaks: 'promises survive a loss of power',
    file: 'storage-file/src/epoch-file.ts',
    find: '() => file.sync(synced))',
    replace: '() => synced(undefined))',
    seeds: 20,
    options: { faults: ['power', 'ambush', 'isolate-leader'] },
  },
  {
    name: 'what a dead process left unsynced is answered for',
    breaks: 'recovery makes durable what it found',
    file: 'storage-file/src/open-storage.ts',
    find: '    if (!found.fresh) makeDurable(fileSystem, layout, found)\n',
    replace: '',
    seeds: 60,
    options: { faults: ['crash', 'power', 'ambush'] },
  },
  {
    name: 'an empty disk that replaced another may vote',
    breaks: 'who has lost its memory must learn before it votes (ZOOKEEPER-2325)',
    file: 'storage-file/src/recovery.ts',
    find: '    trusted: vouched,\n',
    replace: '    trusted: true,\n',
    seeds: 100,
    options: { peers: 3, observers: 0, faults: ['wipe', 'crash', 'power', 'ambush', 'isolate'] },
  },
  // ── clients that wait through an election (docs/adr/0011) ──
  {
    name: 'what a lost leader was asked is asked again without looking for it first',
    breaks: 'a request is carried out once',
    file: 'peer/src/clients/pipeline.ts',
    find: '    if (this.#inFlight.again().length === 0) return this.#resume(route)\n',
    replace: '    if (route !== undefined) return this.#resume(route)\n',
    seeds: 20,
    options: { peers: 3, observers: 1, faults: ['reset', 'disk-stall'] },
  },
  {
    name: 'clients keep their connections when a snapshot takes the place of what they did not see',
    breaks: 'a watch fires before the new data is seen',
    file: 'peer/src/member.ts',
    find: '    this.pipeline.close()\n    this.saver.cancel()\n    this.sender.cancelAll()',
    replace: '    this.saver.cancel()\n    this.sender.cancelAll()',
    seeds: 60,
    options: { faults: ['isolate', 'cut', 'pause', 'disk-stall'] },
  },
]
