/**
 * How many transactions a second three peers agree on, in memory, on one core: every message, every persisted event, every
 * delivery, with a disk that finishes at once. What is left is the bookkeeping of the protocol.
 *
 *   node --conditions=source packages/core/bench/propose.ts
 */
import {
  canPropose,
  createPeer,
  DEFAULT_TIMING,
  type Effect,
  ensembleConfig,
  type Peer,
  type PeerEvent,
  peerId,
  start,
  step,
  ZXID_ZERO,
} from '../src/index.ts'

const IDS = [1, 2, 3].map(peerId)
const PAYLOAD = new Uint8Array(128)

type Ensemble = {
  readonly peers: readonly Peer[]
  readonly delivered: () => number
  give(n: number, event: PeerEvent): void
}

/** Three peers and a queue of what happens next. */
function threePeers(): Ensemble {
  const config = ensembleConfig(IDS)
  const durable = { acceptedEpoch: 0, currentEpoch: 0, base: ZXID_ZERO, log: [], trusted: true } as never
  const peers = IDS.map((id) => createPeer({ id, config, timing: DEFAULT_TIMING, durable }))
  let queue: { to: number; event: PeerEvent }[] = []
  let delivered = 0
  const carryOut = (n: number, effects: readonly Effect[]): void => {
    let lastWrite: PeerEvent | undefined
    for (const effect of effects) {
      if (effect.type === 'send') {
        queue.push({ to: effect.to - 1, event: { type: 'received', from: IDS[n]!, message: effect.message } })
      } else if (effect.type === 'persist') lastWrite = { type: 'persisted', upTo: effect.id }
      else if (effect.type === 'deliver') delivered += effect.batch.payloads.length
    }
    if (lastWrite !== undefined) queue.push({ to: n, event: lastWrite })
  }
  const give = (n: number, event: PeerEvent): void => {
    carryOut(n, step(peers[n]!, event))
    for (let i = 0; i < queue.length; i += 1) {
      const { to, event: next } = queue[i]!
      carryOut(to, step(peers[to]!, next))
    }
    queue = []
  }
  peers.forEach((peer, n) => {
    carryOut(n, start(peer))
  })
  peers.forEach((_, n) => {
    for (const id of IDS) if (id !== IDS[n]) give(n, { type: 'link-up', peer: id })
  })
  return { peers, give, delivered: () => delivered }
}

type Result = { readonly batch: number; readonly total: number; readonly perSecond: number }

function measure(batch: number, total: number): Result {
  const ensemble = threePeers()
  const leader = ensemble.peers.findIndex(canPropose)
  const payloads = new Array<Uint8Array>(batch).fill(PAYLOAD)
  const began = performance.now()
  for (let sent = 0; sent < total; sent += batch) {
    ensemble.give(leader, { type: 'propose', payloads })
    // As a host with snapshots would: old history is forgotten now and then.
    if (sent % 65_536 === 0) {
      for (const n of IDS.keys()) ensemble.give(n, { type: 'compact', base: ensemble.peers[n]!.delivered })
    }
  }
  const seconds = (performance.now() - began) / 1000
  const expected = Math.ceil(total / batch) * batch * IDS.length
  if (ensemble.delivered() !== expected) throw new Error(`delivered ${ensemble.delivered()} of ${expected}`)
  return { batch, total, perSecond: Math.round(total / seconds) }
}

const REQUIRED = new Map([
  [1, 100_000],
  [64, 1_000_000],
])

for (const batch of [1, 64]) measure(batch, 50_000 * batch)
const results = [1, 8, 64, 512].map((batch) => measure(batch, Math.min(300_000 * batch, 12_000_000)))
for (const { batch, perSecond } of results) {
  const required = REQUIRED.get(batch)
  const verdict = required === undefined ? '' : ` (${perSecond >= required ? 'holds' : 'MISSES'}: at least ${required})`
  console.log(`${String(perSecond).padStart(10)} /s  proposals, ${batch} at a time${verdict}`)
}
if (results.some(({ batch, perSecond }) => perSecond < (REQUIRED.get(batch) ?? 0))) process.exitCode = 1
