/**
 * Real ensembles for tests of the dashboard: a script of the simulator plays, and what a witness of each of its peers tells is
 * the trace. Nothing in a trace is invented here but the actions of the script itself.
 */
import { Scenario, type ScenarioOptions } from '@quoll/sim'
import { type TraceHeader, type TraceRecord, Witness } from '@quoll/trace'

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

const APPLICATIONS_MS = 50

export function play({ title, voters, options = {}, play }: Script): Trace {
  const records: TraceRecord[] = []
  const witnesses = new Map<number, Witness>()
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
      began: (peer) => tell({ type: 'process', peer, atMs: now(), running: true, pid: 4700 + peer }),
      ended: (peer, how) => {
        tell({ type: 'process', peer, atMs: now(), running: false, pid: undefined })
        tell({ type: 'lost', peer, atMs: now(), why: `its process ${how}` })
      },
    },
  })
  const { simulation } = scenario
  const collect = (): void => {
    for (const witness of witnesses.values()) {
      const applied = witness.applications()
      if (applied !== undefined) tell(applied)
    }
    simulation.scheduler.after(APPLICATIONS_MS * 1000, collect)
  }
  collect()
  play(scenario, (action, peers, text) => tell({ type: 'action', atMs: now(), action, peers, text }))
  if (scenario.violation !== undefined) throw new Error(scenario.violation.sentence)
  const peers = simulation.world.peers.map((id) => ({ id: Number(id), client: `127.0.0.1:${2180 + id}` }))
  const header: TraceHeader = { trace: 1, clock: 'wall', atMs: CURTAIN, connect: '', peers, title }
  return { header, records }
}

export function toLines({ header, records }: Trace): string {
  return [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function fromLines(text: string): Trace {
  const [first, ...rest] = text.split('\n').filter((line) => line !== '')
  return {
    header: JSON.parse(first ?? '') as TraceHeader,
    records: rest.map((line) => JSON.parse(line) as TraceRecord),
  }
}
