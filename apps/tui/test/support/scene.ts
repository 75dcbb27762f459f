/**
 * An ensemble that is not there, telling records as a live one would: peers with statuses, writes, deaths and elections, on a
 * clock that a test winds by hand. Its faults are real to it: what is killed says nothing any more.
 */
import type { PeerStatus, TraceHeader, TraceRecord } from '@quoll/trace'
import { deedInWords } from '../../src/chaos/deed-in-words.ts'
import type { Action, ActionType, Control, Fault } from '../../src/control.ts'
import { faultsAfter, faultsInWords } from '../../src/faults.ts'
import type { EnsembleSource } from '../../src/source.ts'

// Stories show local time.
process.env['TZ'] = 'UTC'

type Peer = {
  readonly id: number
  readonly observer: boolean
  pid: number
  running: boolean
  role: 'looking' | 'leading' | 'following' | 'observing'
  phase: 'election' | 'synchronization' | 'broadcast'
  requests: { reads: number; writes: number }
}

export type SceneOptions = {
  readonly peers?: number
  readonly observers?: number
  readonly control?: boolean
  readonly writesPerSecond?: (atMs: number) => number
}

const ACTIONS: readonly ActionType[] = [
  'kill',
  'pause',
  'resume',
  'stop',
  'restart',
  'isolate',
  'partition',
  'cut-one-way',
  'slow-disk',
  'slow-link',
  'heal',
]

const STATUS_MS = 250
const ELECTION_MS = 84
const FIRST_COMMIT_MS = 41

export class Scene {
  /** 2026-01-01 09:03:00 UTC. */
  nowMs: number = Date.UTC(2026, 0, 1, 9, 3)
  readonly peers: readonly Peer[]
  readonly header: TraceHeader
  readonly source: EnsembleSource
  /** Everything told so far. */
  readonly records: TraceRecord[] = []
  #listener: (record: TraceRecord) => void = () => {}
  readonly #rate: (atMs: number) => number
  #epoch = 5
  #counter = 1187
  #leader: number
  #faults: readonly Fault[] = []

  constructor({ peers = 3, observers = 0, control = true, writesPerSecond = () => 0 }: SceneOptions = {}) {
    this.#rate = writesPerSecond
    this.#leader = peers - observers
    this.peers = Array.from({ length: peers }, (_, i) => ({
      id: i + 1,
      observer: i >= peers - observers,
      pid: 4701 + i,
      running: true,
      role:
        i >= peers - observers
          ? ('observing' as const)
          : i + 1 === this.#leader
            ? ('leading' as const)
            : ('following' as const),
      phase: 'broadcast' as const,
      requests: { reads: 0, writes: 0 },
    }))
    this.header = {
      trace: 1,
      clock: 'wall',
      atMs: this.nowMs,
      connect: this.peers.map(({ id }) => `127.0.0.1:${2180 + id}`).join(','),
      peers: this.peers.map(({ id }) => ({ id, client: `127.0.0.1:${2180 + id}`, http: `127.0.0.1:${8080 + id}` })),
      title: 'local ensemble',
    }
    this.source = {
      header: this.header,
      kind: 'live',
      start: (listener) => {
        this.#listener = listener
      },
      stop: () => {
        this.#listener = () => {}
      },
      ...(control && { control: this.#control() }),
    }
  }

  /** Every running peer tells its numbers. */
  statuses(): this {
    for (const peer of this.peers)
      if (peer.running && !this.#faults.some((fault) => fault.type === 'paused' && fault.peer === peer.id))
        this.#tell({ type: 'status', peer: peer.id, atMs: this.nowMs, status: this.#status(peer) })
    return this
  }

  /** Time passes, with statuses and writes in it. */
  watch(ms: number): this {
    for (let passed = 0; passed < ms; passed += STATUS_MS) {
      this.nowMs += STATUS_MS
      const writes = this.#leader > 0 ? Math.round((this.#rate(this.nowMs) * STATUS_MS) / 1000) : 0
      this.#counter += writes
      for (const peer of this.peers) {
        peer.requests.writes += peer.running && this.#leader > 0 ? Math.round(writes / this.peers.length) : 0
        peer.requests.reads += peer.running ? 3 * writes + 10 : 0
      }
      this.statuses()
    }
    return this
  }

  perform(action: Action): this {
    const peers = 'peer' in action ? [action.peer] : action.type === 'partition' ? action.groups.flat() : []
    this.#tell({ type: 'action', atMs: this.nowMs, action: action.type, peers, text: deedInWords(action) })
    const before = this.#faults
    this.#faults = faultsAfter(
      before,
      action,
      this.peers.map(({ id }) => id),
    )
    if (this.#faults.length + before.length > 0)
      this.#tell({ type: 'faults', atMs: this.nowMs, faults: faultsInWords(this.#faults) })
    if (action.type === 'kill') this.#kill(action.peer)
    if (action.type === 'restart') this.#restart(action.peer)
    return this
  }

  /** The rest of an election that has begun: voted, won, led, and a first write. */
  finishElection(): this {
    const voters = this.peers.filter(({ running, observer }) => running && !observer)
    const heir = voters.at(-1)
    if (heir === undefined || voters.length < this.#majority()) return this
    this.nowMs += ELECTION_MS / 2
    const votes = `peer ${heir.id} won round ${this.#epoch + 2} with ${voters.length} of ${this.#voters()} votes: same epoch and zxid, higher id`
    this.#became(heir, 'leading', 'discovery', heir.id, votes)
    this.nowMs += ELECTION_MS / 2
    this.#epoch++
    this.#counter = 0
    this.#leader = heir.id
    for (const peer of [heir, ...voters.filter((one) => one !== heir)]) {
      peer.role = peer === heir ? 'leading' : 'following'
      peer.phase = 'broadcast'
      const why =
        peer === heir
          ? `epoch ${this.#epoch} is established`
          : `level with peer ${heir.id}, which leads epoch ${this.#epoch}`
      this.#became(peer, peer.role, 'broadcast', heir.id, why)
      this.nowMs++
    }
    this.nowMs += FIRST_COMMIT_MS - voters.length
    this.#counter = 1
    this.#tell({ type: 'first-commit', peer: heir.id, atMs: this.nowMs, epoch: this.#epoch, zxid: `${this.#epoch}:1` })
    return this.statuses()
  }

  #kill(id: number): void {
    const peer = this.peers[id - 1]!
    peer.running = false
    this.#tell({ type: 'process', peer: id, atMs: this.nowMs, running: false, pid: undefined })
    const voters = this.peers.filter(({ running, observer }) => running && !observer)
    if (id !== this.#leader && voters.length >= this.#majority()) return
    this.#leader = 0
    this.nowMs++
    for (const one of voters) {
      const why =
        one.role === 'leading'
          ? `only ${voters.length} of ${this.#voters()} voters were heard`
          : `the link to peer ${id}, our leader, is down`
      one.role = 'looking'
      one.phase = 'election'
      this.#became(one, 'looking', 'election', undefined, why)
    }
  }

  #restart(id: number): void {
    const peer = this.peers[id - 1]!
    peer.running = true
    peer.pid += 1000
    peer.role = 'following'
    peer.phase = this.#leader > 0 ? 'synchronization' : 'election'
    peer.requests = { reads: 0, writes: 0 }
    this.#tell({ type: 'process', peer: id, atMs: this.nowMs, running: true, pid: peer.pid })
    this.nowMs += 150
    this.#became(peer, 'looking', 'election', undefined, 'started')
    if (this.#leader === 0) return
    const leader = this.#leader
    this.#became(peer, 'following', 'discovery', leader, `peer ${leader} leads already`)
    this.#became(
      peer,
      'following',
      'synchronization',
      leader,
      `peer ${leader} brings us level: what we had after 5:1187, up to 5:1188, was never committed and is cut`,
    )
  }

  /** It has caught up. */
  join(id: number): this {
    const peer = this.peers[id - 1]!
    peer.phase = 'broadcast'
    this.#became(
      peer,
      'following',
      'broadcast',
      this.#leader,
      `level with peer ${this.#leader}, which leads epoch ${this.#epoch}`,
    )
    return this.statuses()
  }

  #became({ id }: Peer, role: string, phase: string, leader: number | undefined, why: string): void {
    this.#tell({ type: 'became', peer: id, atMs: this.nowMs, role, phase, leader, epoch: this.#epoch, why })
  }

  #status(peer: Peer): PeerStatus {
    const serving = peer.phase === 'broadcast' && this.#leader > 0
    const behind = peer.phase === 'synchronization' ? 1204 : 0
    const zxid = `${this.#epoch}:${Math.max(0, this.#counter - behind)}`
    const rate = this.#rate(this.nowMs)
    const recent = (count: number, p50: number, p99: number) => (rate === 0 ? undefined : { count, p50, p99 })
    return {
      version: 1,
      software: 'quoll 0.1.0',
      id: peer.id,
      pid: peer.pid,
      uptimeMs: 60_000,
      role: peer.role,
      phase: peer.phase,
      serving,
      leader: this.#leader > 0 ? this.#leader : undefined,
      epoch: this.#epoch,
      acceptedEpoch: this.#epoch,
      round: this.#epoch + 2,
      last: zxid,
      durable: zxid,
      committed: zxid,
      applied: zxid,
      appliedZxid: '0x500000001',
      links: this.peers.filter((one) => one !== peer && one.running).map(({ id }) => id),
      learners: peer.role === 'leading' ? this.#learners(peer) : [],
      digest: `same@${zxid}`,
      znodes: 42,
      dataBytes: 12_345,
      ephemerals: 3,
      sessions: 12,
      watches: 7 * peer.id,
      clients: 4 * peer.id,
      outstanding: 0,
      requests: { ...peer.requests },
      latencyMs: { min: 0, average: 1, max: 20, count: 1000 },
      recent: { reads: recent(90, 0.12, 0.41), writes: recent(30, 0.84, 2.1 + peer.id / 10) },
      disk: { syncs: 1000, syncMsP99: 1.4 + peer.id / 10, logBytes: 65_536, snapshotBytes: 0, snapshotZxid: '' },
      snapshots: { taken: 0, sent: 0, installed: 0 },
      queuedBytes: [],
      memoryBytes: 64e6,
      eventLoopMsP99: 2,
      story: [],
    } as PeerStatus
  }

  #learners(leader: Peer): PeerStatus['learners'] {
    return this.peers
      .filter((one) => one !== leader && one.running)
      .map((one) => ({
        peer: one.id,
        observer: one.observer,
        phase: one.phase,
        acked: `${this.#epoch}:${Math.max(0, this.#counter - (one.phase === 'broadcast' ? 0 : 1204))}`,
        lag: one.phase === 'broadcast' ? 0 : 1204,
        roundTripMs: 0.3 + one.id / 10,
      }))
  }

  #control(): Control {
    return {
      actions: new Set(ACTIONS),
      perform: async (action) => {
        this.perform(action)
      },
      running: (id) => this.peers[id - 1]?.running,
      pidOf: (id) => (this.peers[id - 1]?.running === true ? this.peers[id - 1]?.pid : undefined),
      faults: () => this.#faults,
    }
  }

  #voters(): number {
    return this.peers.filter(({ observer }) => !observer).length
  }

  #majority(): number {
    return Math.floor(this.#voters() / 2) + 1
  }

  #tell(record: TraceRecord): void {
    this.records.push(record)
    this.#listener(record)
  }
}
