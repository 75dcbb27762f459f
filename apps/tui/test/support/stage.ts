/**
 * Real ensembles for tests of the dashboard: a script of the simulator plays, and what a witness of each of its peers tells is
 * the trace. Nothing in a trace is invented here but the actions of the script itself.
 */
import { peerId } from '@quoll/core'
import { Scenario, type ScenarioOptions } from '@quoll/sim'
import {
  decodeHeader,
  decodeRecord,
  encodeHeader,
  encodeRecord,
  RecentRequests,
  statusOf,
  type TraceHeader,
  type TraceRecord,
  Witness,
} from '@quoll/trace'

export type Trace = { readonly header: TraceHeader; readonly records: readonly TraceRecord[] }

export type Script = {
  readonly title: string
  readonly voters: number
  readonly options?: Omit<ScenarioOptions, 'audience'>
  readonly play: (scenario: Scenario, act: Act) => void
}

/** Says that something was done on purpose, as the dashboard's keys would. */
export type Act = (action: string, peers: readonly number[], text: string) => void

/** When every play begins: midnight, as on the wall clocks of the simulated machines, to the millisecond. */
export const CURTAIN: number = Date.UTC(2026, 0, 1)

/** How often peers tell of what they applied, and of themselves. */
const COLLECT_MS = 50
const STATUS_MS = 250
/** What a simulated process cannot know of itself: a machine's share of it. */
const MEMORY = 48_000_000

/** @param withStatuses as a live feed has them; files are smaller without. */
export function play({ title, voters, options = {}, play }: Script, withStatuses = false): Trace {
  const records: TraceRecord[] = []
  const witnesses = new Map<number, Witness>()
  const born = new Map<number, number>()
  const pids = new Map<number, number>()
  const tell = (record: TraceRecord): unknown => records.push(record)
  // Whole microseconds: what the simulator counts in, and no digit of a double's more.
  const now = (): number => CURTAIN + scenario.simulation.scheduler.now / 1000
  const scenario: Scenario = new Scenario(voters, {
    ...options,
    audience: {
      observer: (peer) => {
        const witness = new Witness({ peer, now, tell })
        witnesses.set(peer, witness)
        return {
          event: (event) => witness.event(event),
          effect: (effect) => witness.effect(effect),
          applied: (zxid, txn) => witness.applied(zxid, txn),
        }
      },
      began: (peer) => {
        born.set(peer, now())
        recent.delete(peer)
        pids.set(peer, (pids.get(peer) ?? 4600 + peer) + 100)
        tell({ type: 'process', peer, atMs: now(), running: true, pid: pids.get(peer) })
      },
      ended: (peer, how) => {
        tell({ type: 'process', peer, atMs: now(), running: false, pid: undefined })
        tell({ type: 'lost', peer, atMs: now(), why: `its process ${how}` })
      },
    },
  })
  const { simulation } = scenario
  const recent = new Map<number, RecentRequests>()
  const tellStatus = (peer: number): void => {
    const { running, process } = simulation.world.member(peerId(peer))
    if (running === undefined || process.stopped) return
    const facts = {
      software: 'quoll 0.1.0',
      pid: pids.get(peer) ?? 0,
      uptimeMs: now() - (born.get(peer) ?? 0),
      tickMs: simulation.knobs.tickMs,
      eventLoopMsP99: 1,
      memoryBytes: MEMORY,
      story: [],
    }
    const reader = recent.get(peer) ?? new RecentRequests()
    recent.set(peer, reader)
    tell({ type: 'status', peer, atMs: now(), status: statusOf(running.view(), facts, reader) })
  }
  const tellStatuses = (): void => {
    for (const peer of simulation.world.peers) tellStatus(peer)
    simulation.scheduler.after(STATUS_MS * 1000, tellStatuses)
  }
  if (withStatuses) tellStatuses()
  const collect = (): void => {
    for (const witness of witnesses.values()) {
      const applied = witness.applications()
      if (applied !== undefined) tell(applied)
    }
    simulation.scheduler.after(COLLECT_MS * 1000, collect)
  }
  collect()
  play(scenario, (action, peers, text) => tell({ type: 'action', atMs: now(), action, peers, text }))
  if (scenario.violation !== undefined) throw new Error(scenario.violation.sentence)
  const peers = simulation.world.peers.map((id) => ({ id: Number(id), client: `127.0.0.1:${2180 + id}` }))
  const header: TraceHeader = { trace: 1, clock: 'wall', atMs: CURTAIN, connect: '', peers, title }
  return { header, records }
}

export function toLines({ header, records }: Trace): string {
  return [encodeHeader(header), ...records.map(encodeRecord)].map((line) => `${line.trimEnd()}\n`).join('')
}

export function fromLines(text: string): Trace {
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '')
  return {
    header: decodeHeader(first),
    records: rest.map((line, i) => decodeRecord(line, i + 2)).filter((one) => one !== undefined),
  }
}
