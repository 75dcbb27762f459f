/**
 * A peer that remembers what it asked its storage to remember: the state after every write, so that a test can say which
 * of them a recovery may show. Its snapshots are the list of all transactions, so a recovered history is whole again.
 */
import { type DurableWrite, type Epoch, formatZxid, type WriteId, type Zxid, zxidPlus } from '@quoll/core'
import type { Recovered, SnapshotSink, Storage } from '@quoll/peer'

export type State = {
  readonly accepted: number
  readonly current: number
  /** `epoch:counter payload`, from the very first transaction on. */
  readonly history: readonly string[]
}

export const NOTHING: State = { accepted: 0, current: 0, history: [] }

const SEPARATOR = '\n'

export class ModelPeer {
  /** State after each write, by its id; [0] is what was recovered. */
  readonly states: State[]
  acked = 0
  failures: Error[] = []
  ackedAtFailure: number | undefined
  /** What it knows to be committed. */
  committed: Zxid
  readonly storage: Storage
  #whenAcked: (() => void) | undefined
  #snapshot: { readonly zxid: Zxid; readonly history: readonly string[] } | undefined

  constructor(storage: Storage) {
    this.storage = storage
    this.states = [stateOf(storage.recovered)]
    this.committed = storage.recovered.committed
    storage.start({
      onPersisted: (upTo) => {
        this.acked = upTo
        if (!this.isAllAcked) return
        const whenAcked = this.#whenAcked
        this.#whenAcked = undefined
        whenAcked?.()
      },
      onFailed: (error) => {
        this.failures.push(error)
        this.ackedAtFailure = this.acked
      },
    })
  }

  get state(): State {
    return this.states.at(-1)!
  }

  get isAllAcked(): boolean {
    return this.acked === this.states.length - 1
  }

  /** Calls back once everything written so far is acknowledged. */
  whenAcked(acked: () => void): void {
    if (this.isAllAcked) acked()
    else this.#whenAcked = acked
  }

  append(first: Zxid, ...payloads: readonly string[]): void {
    const texts = payloads.map((payload, at) => `${formatZxid(zxidPlus(first, at))} ${payload}`)
    const batch = { first, payloads: payloads.map(toBytes) }
    const write: DurableWrite = { type: 'append', batch, committed: this.committed }
    this.#write(write, { ...this.state, history: [...this.state.history, ...texts] })
  }

  truncate(to: Zxid): void {
    const kept = this.state.history.findIndex((text) => text.startsWith(`${formatZxid(to)} `)) + 1
    this.#write({ type: 'truncate', to }, { ...this.state, history: this.state.history.slice(0, kept) })
  }

  epochs(accepted: number, current: number): void {
    const write: DurableWrite = { type: 'epochs', accepted: accepted as Epoch, current: current as Epoch }
    this.#write(write, { ...this.state, accepted, current })
  }

  /** Begins a snapshot of the history up to `zxid`. */
  save(zxid: Zxid, done: () => void): void {
    const kept = this.state.history.findIndex((text) => text.startsWith(`${formatZxid(zxid)} `)) + 1
    fill(this.storage.saveSnapshot(zxid), this.state.history.slice(0, kept), done)
  }

  /** Begins to stage a leader's snapshot: `texts` are its whole history. */
  stage(zxid: Zxid, history: readonly string[], done: () => void): void {
    this.#snapshot = { zxid, history }
    fill(this.storage.stageSnapshot(zxid), history, done)
  }

  install(): void {
    const { zxid, history } = this.#snapshot!
    this.#write({ type: 'install-snapshot', zxid }, { ...this.state, history })
  }

  #write(write: DurableWrite, after: State): void {
    this.storage.write(this.states.length as WriteId, write)
    this.states.push(after)
  }
}

/** What a recovery shows, as the model says it. */
export function stateOf(recovered: Recovered): State {
  const snapshot = Array.from(recovered.snapshot ?? [], toText).join('')
  const log = Array.from(recovered.logAbove(recovered.base)).flatMap((batch) =>
    batch.payloads.map((payload, at) => `${formatZxid(zxidPlus(batch.first, at))} ${toText(payload)}`),
  )
  const history = [...snapshot.split(SEPARATOR).slice(0, -1), ...log]
  return { accepted: recovered.acceptedEpoch, current: recovered.currentEpoch, history }
}

/** Pieces are cut without regard to what is in them. */
function fill(sink: SnapshotSink, history: readonly string[], done: () => void): void {
  const bytes = toBytes(history.map((text) => text + SEPARATOR).join(''))
  for (let at = 0; at < bytes.length; at += 700) sink.write(bytes.subarray(at, at + 700))
  sink.finish(done)
}

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
