/** (model, input) → model: everything that happens to the dashboard from outside. Keys are in `keys.ts`. */
import type { PeerStatus } from '../peer-status.ts'
import { printable } from '../words.ts'
import { answers, isLost, MISSES_TO_BE_LOST, type Model, type Outage, type PeerModel, type Reign } from './model.ts'
import { observe } from './observations.ts'
import { heardWith, newsFrom, seenHere, tell } from './story.ts'
import { countWrites } from './throughput.ts'
import { judge, type Verdict } from './verdict.ts'

export type Input =
  /** One reading per peer, in the order of the model's peers. */
  | { readonly type: 'polled'; readonly atMs: number; readonly readings: readonly Reading[] }
  | { readonly type: 'time-passed'; readonly atMs: number }
  | { readonly type: 'killed'; readonly atMs: number; readonly peer: number }
  | { readonly type: 'restarted'; readonly atMs: number; readonly peer: number }
  | { readonly type: 'went-wrong'; readonly atMs: number; readonly text: string }

export type Reading = {
  readonly status: PeerStatus | undefined
  readonly running: boolean | undefined
  readonly pid: number | undefined
}

export function update(model: Model, input: Input): Model {
  const now: Model = { ...model, nowMs: input.atMs }
  switch (input.type) {
    case 'polled':
      return onPolled(now, model, input.readings)
    case 'time-passed':
      return now
    case 'killed':
      return onKilled(now, input.peer)
    case 'restarted':
      return onRestarted(now, input.peer)
    case 'went-wrong':
      return onWentWrong(now, printable(input.text))
  }
}

function onPolled(now: Model, before: Model, readings: readonly Reading[]): Model {
  const peers = now.peers.map((peer, i) => withReading(peer, readings[i], now.nowMs))
  const verdict = judge(peers)
  const fresh = peers.filter((peer) => peer.misses === 0 && answers(peer))
  const committed = fresh.flatMap(({ status }) => (status === undefined ? [] : [status.committed]))
  const outage = outageAfter(before, verdict, now.nowMs)
  const after: Model = {
    ...now,
    peers,
    reign: reignAfter(before, verdict, now.nowMs),
    outage,
    trouble: fresh.length > 0 ? undefined : now.trouble,
    throughput: countWrites(now.throughput, committed, now.nowMs),
  }
  const waited = before.outage !== undefined && outage === undefined ? now.nowMs - before.outage.sinceMs : undefined
  const told = fresh.flatMap((peer) => {
    const old = before.peers.find(({ id }) => id === peer.id)
    return old === undefined || peer.status === undefined ? [] : newsFrom(old, peer.status)
  })
  return tell(after, [...told, ...observe(before, after, verdict, waited)])
}

function withReading(peer: PeerModel, reading: Reading | undefined, atMs: number): PeerModel {
  const status = reading?.status
  const known = { ...peer, running: reading?.running, pid: reading?.pid ?? status?.pid }
  if (status === undefined || status.pid === peer.killedPid) return { ...known, misses: peer.misses + 1 }
  const returnedMs = isLost(peer) && peer.answeredMs !== undefined ? atMs : peer.returnedMs
  return {
    ...known,
    status,
    answeredMs: atMs,
    misses: 0,
    killedPid: undefined,
    killedMs: undefined,
    returnedMs: status.serving ? undefined : returnedMs,
    heard: heardWith(peer, status),
  }
}

function reignAfter({ reign, startedMs }: Model, { leader, writes }: Verdict, atMs: number): Reign | undefined {
  if (leader === undefined || !writes) return reign
  if (reign?.leader === leader.id && reign.epoch === leader.status.epoch) return reign
  const sawItBegin = reign !== undefined || atMs - startedMs > SETTLED_MS
  return { leader: leader.id, epoch: leader.status.epoch, sinceMs: sawItBegin ? atMs : undefined }
}

/** A reign seen in the first moments may be older than the dashboard. */
const SETTLED_MS = 1000

/** It began when the leader was last heard, and ends with the poll that finds writes possible. */
function outageAfter({ outage, reign, peers }: Model, { writes }: Verdict, atMs: number): Outage | undefined {
  if (writes || reign === undefined) return undefined
  if (outage !== undefined) return outage
  return { sinceMs: peers.find(({ id }) => id === reign.leader)?.answeredMs ?? atMs }
}

function onWentWrong(now: Model, text: string): Model {
  return now.trouble === text ? now : tell({ ...now, trouble: text }, [seenHere(now.nowMs, text, 'bad')])
}

function onKilled(now: Model, id: number): Model {
  const victim = now.peers.find((peer) => peer.id === id)
  if (victim === undefined) return now
  const { leader, writes } = judge(now.peers)
  const killed = { ...victim, killedPid: victim.status?.pid ?? victim.pid, killedMs: now.nowMs, running: false }
  const misses = Math.max(victim.misses, MISSES_TO_BE_LOST)
  const peers = now.peers.map((peer) => (peer === victim ? { ...killed, misses } : peer))
  const stopsWrites = writes && (leader?.id === id || !judge(peers).writes)
  const outage = now.outage ?? (stopsWrites ? { sinceMs: now.nowMs } : undefined)
  const role = leader?.id === id ? ', the leader,' : ''
  const effect = stopsWrites ? ': writes wait' : ''
  return tell({ ...now, peers, outage }, [
    seenHere(now.nowMs, `peer ${id}${role} was killed from here${effect}`, 'bad'),
  ])
}

function onRestarted(now: Model, id: number): Model {
  return tell(now, [seenHere(now.nowMs, `peer ${id} is being started on what its disk holds`)])
}
