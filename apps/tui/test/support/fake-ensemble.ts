/** An ensemble that is not there: peers with a story, a leader among them, writes, deaths and elections, on any clock. */
import type { Action } from '../../src/control.ts'
import type { PeerStatus, StoryLine } from '../../src/peer-status.ts'
import type { EnsembleSource } from '../../src/polled-source.ts'

type FakePeer = {
  readonly id: number
  readonly observer: boolean
  pid: number
  running: boolean
  role: 'looking' | 'leading' | 'following' | 'observing'
  /** When it serves, again or for the first time. */
  servesMs: number
  /** Of its last transaction. */
  epoch: number
  counter: number
  clients: number
  syncMs: number
  story: StoryLine[]
}

export type FakeOptions = {
  readonly peers: number
  readonly observers?: number
  readonly control?: boolean
  readonly clock: () => number
  readonly writesPerSecond?: (atMs: number) => number
}

const ELECTION_MS = 84
const CATCH_UP_MS = 600

export class FakeEnsemble {
  readonly peers: readonly FakePeer[]
  readonly #clock: () => number
  readonly #rate: (atMs: number) => number
  #epoch = 5
  #counter = 1187
  #leader: number
  #seenMs: number
  /** Digest of every peer that is not listed here is the same. */
  readonly digests: Map<number, string> = new Map()
  readonly source: EnsembleSource

  constructor({ peers, observers = 0, control = true, clock, writesPerSecond = () => 0 }: FakeOptions) {
    this.#clock = clock
    this.#rate = writesPerSecond
    this.#leader = peers - observers
    this.#seenMs = clock()
    this.peers = Array.from({ length: peers }, (_, i) => this.#newPeer(i + 1, i >= peers - observers))
    this.source = {
      connect: this.peers.map(({ id }) => `127.0.0.1:${2180 + id}`).join(','),
      peers: this.peers.map(({ id }) => ({ id, client: `127.0.0.1:${2180 + id}`, http: `127.0.0.1:${8080 + id}` })),
      statuses: async () => this.statuses(),
      ...(control && {
        control: {
          actions: new Set(['kill', 'restart'] as const),
          perform: async (action: Action) => {
            if (action.type === 'kill' || action.type === 'restart') this[action.type](action.peer)
          },
          running: (id: number) => this.peer(id).running,
          pidOf: (id: number) => (this.peer(id).running ? this.peer(id).pid : undefined),
          faults: () => [],
        },
      }),
    }
  }

  peer(id: number): FakePeer {
    return this.peers[id - 1]!
  }

  kill(id: number): void {
    this.#catchUp()
    const peer = this.peer(id)
    peer.running = false
    if (id === this.#leader || this.#living().length < this.#majority()) this.#elect()
  }

  restart(id: number): void {
    this.#catchUp()
    const peer = this.peer(id)
    peer.pid += 1000
    peer.running = true
    peer.role = peer.observer ? 'observing' : 'following'
    peer.servesMs = this.#clock() + CATCH_UP_MS
    peer.story = []
    if (!this.#led() || this.#living().length === this.#majority()) this.#elect()
    this.#tell(peer, `recovered 1,187 transactions from its log, up to ${zxidOf(peer)}`)
    if (this.#led()) this.#tell(peer, `follows ${this.#leader}: took what it had missed as a diff`)
  }

  statuses(): (PeerStatus | undefined)[] {
    this.#catchUp()
    return this.peers.map((peer) => (peer.running ? this.#status(peer) : undefined))
  }

  #newPeer(id: number, observer: boolean): FakePeer {
    const role = observer ? 'observing' : id === this.#leader ? 'leading' : 'following'
    const story =
      role === 'leading'
        ? `leading, broadcast of epoch 5: a quorum has taken over its history`
        : `${role} peer ${this.#leader}, broadcast of epoch 5: it is up to date`
    const line = { number: 1, atMs: this.#seenMs - 1200 + 10 * id, text: story }
    return {
      id,
      observer,
      pid: 4700 + id,
      running: true,
      role,
      servesMs: 0,
      epoch: 5,
      counter: 1187,
      clients: id - 1,
      syncMs: 1.4 + id / 10,
      story: [line],
    }
  }

  #elect(): void {
    const voters = this.#living()
    this.#epoch += voters.length >= this.#majority() ? 1 : 0
    const heir = voters.length >= this.#majority() ? voters.at(-1) : undefined
    const old = this.#leader
    this.#leader = heir?.id ?? 0
    if (heir !== undefined) this.#counter = 0
    for (const peer of voters) {
      peer.role = heir === undefined ? 'looking' : peer === heir ? 'leading' : 'following'
      peer.servesMs = heir === undefined ? Number.POSITIVE_INFINITY : this.#clock() + ELECTION_MS
      this.#tell(peer, `looking for a leader: the link to the leader, peer ${old}, was closed`)
      if (heir !== undefined)
        this.#tell(
          peer,
          peer === heir
            ? `leading, broadcast of epoch ${this.#epoch}: a quorum has taken over its history`
            : `following peer ${heir.id}, broadcast of epoch ${this.#epoch}: it is up to date`,
          ELECTION_MS,
        )
    }
  }

  /** Lets the writes happen that the time since the last look was enough for. */
  #catchUp(): void {
    const now = this.#clock()
    const writes = this.#led() ? Math.round((this.#rate(now) * (now - this.#seenMs)) / 1000) : 0
    this.#seenMs = now
    this.#counter += writes
    for (const peer of this.peers)
      if (peer.running && peer.servesMs <= now && this.#led()) {
        peer.epoch = this.#epoch
        peer.counter = this.#counter
      }
  }

  #status(peer: FakePeer): PeerStatus {
    const now = this.#clock()
    const serving = peer.servesMs <= now && this.#led()
    const role = serving || peer.observer || peer.servesMs - now > ELECTION_MS ? peer.role : 'looking'
    const zxid = zxidOf(peer)
    return {
      id: peer.id,
      pid: peer.pid,
      role,
      phase: serving ? 'broadcast' : role === 'looking' ? 'election' : 'synchronization',
      serving,
      leader: this.#led() ? this.#leader : undefined,
      epoch: this.#epoch,
      round: this.#epoch + 2,
      last: zxid,
      committed: zxid,
      applied: zxid,
      digest: this.digests.get(peer.id) ?? `same@${zxid}`,
      clients: peer.clients,
      learners: role === 'leading' ? this.#learners(peer, now) : [],
      disk: { syncMsP99: peer.syncMs },
      eventLoopMsP99: 2,
      story: peer.story.filter(({ atMs }) => atMs <= now),
    }
  }

  #learners(leader: FakePeer, now: number): PeerStatus['learners'] {
    return this.peers
      .filter((one) => one !== leader && one.running)
      .map((one) => ({
        peer: one.id,
        observer: one.observer,
        phase: one.servesMs <= now ? 'broadcast' : 'synchronization',
        lag: one.epoch === this.#epoch ? this.#counter - one.counter : this.#counter,
      }))
  }

  #tell(peer: FakePeer, text: string, afterMs = 1): void {
    peer.story.push({ number: (peer.story.at(-1)?.number ?? 0) + 1, atMs: this.#clock() + afterMs, text })
  }

  #living(): FakePeer[] {
    return this.peers.filter(({ running, observer }) => running && !observer)
  }

  #majority(): number {
    return Math.floor(this.peers.filter(({ observer }) => !observer).length / 2) + 1
  }

  #led(): boolean {
    return this.#leader > 0
  }
}

function zxidOf({ epoch, counter }: FakePeer): string {
  return `${epoch}:${counter}`
}
