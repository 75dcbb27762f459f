/**
 * The end of every run: the peers' own pictures agree with one another and with the model, and so does what a client reads
 * of the whole tree at each of them.
 */
import type { PeerId } from '@quoll/core'
import { formatZxid } from '@quoll/core'
import { differsFrom } from './checkers/seen-stat.ts'
import { SimClient } from './clients/client.ts'
import type { Outcome } from './clients/operation.ts'
import { type Ask, Workload } from './clients/workload.ts'
import type { Course } from './course.ts'
import { hashText } from './evidence/hash.ts'
import { Random } from './random.ts'
import { MS, SECOND } from './scheduler.ts'
import type { Simulation } from './simulation.ts'

/** What must be true in the end, whatever happened. */
export function* epilogue(simulation: Simulation): Course {
  if (simulation.isBroken) return
  const { crowd, model, evidence, knobs } = simulation
  crowd.vanish()
  const [, longestMs] = knobs.sessionTimeoutsMs
  const expired = () => [...model.sessions.values()].every((session) => session.closedAt !== undefined)
  yield { length: (longestMs + 4 * knobs.sessionTickMs) * 2 * MS, done: expired }
  if (!simulation.isBroken && !expired()) evidence.report('session-promise', 'a session outlives its client')
  yield { length: SECOND }
  if (!simulation.isBroken) compareStates(simulation)
  if (!simulation.isBroken) yield* readWholeTrees(simulation)
  if (!simulation.isBroken) evidence.finished()
}

/** Equal positions, digests and sizes, and no session left (V4). */
function compareStates({ world, model, evidence }: Simulation): void {
  const views = world.peers.map((peer) => ({ peer, view: world.member(peer).running?.view() }))
  const first = views[0]?.view
  for (const { peer, view } of views) {
    if (view === undefined || first === undefined) return evidence.report('equal-states', `peer ${peer} is down`)
    if (view.applied !== first.applied || view.digest !== first.digest) {
      return evidence.report(
        'equal-states',
        `peer ${peer} is at ${formatZxid(view.applied)} with digest ${view.digest}, ` +
          `peer ${world.peers[0]} at ${formatZxid(first.applied)} with ${first.digest}`,
      )
    }
    const open = [...model.sessions.values()].filter((session) => session.closedAt === undefined).length
    if (view.sessions !== open)
      return evidence.report('equal-states', `peer ${peer} has ${view.sessions} sessions, not ${open}`)
    if (view.ephemerals > 0)
      return evidence.report('equal-states', `peer ${peer} keeps ${view.ephemerals} ephemerals of the dead`)
    if (view.znodes !== model.paths().length) {
      return evidence.report(
        'equal-states',
        `peer ${peer} has ${view.znodes} znodes, the model ${model.paths().length}`,
      )
    }
  }
}

/** Reads every znode at every peer, as a client would. */
function* readWholeTrees(simulation: Simulation): Course {
  for (const peer of simulation.world.peers) {
    if (!simulation.isBroken) yield* readWholeTree(simulation, peer)
  }
}

function* readWholeTree(simulation: Simulation, peer: PeerId): Course {
  const { model, evidence, world, scheduler } = simulation
  const paths = model.paths().filter((path) => path !== '/' && !path.startsWith('/zookeeper'))
  const asks: Ask[] = paths.flatMap((path): Ask[] => [
    { kind: 'get-data', path, watch: false },
    { kind: 'get-children', path, watch: false },
  ])
  const answers = new Map<string, Outcome>()
  let operations = 1_000_000_000
  const client = new SimClient(
    {
      scheduler,
      peers: [peer],
      connect: (to, name, events) => world.connect(to, name, events),
      nextOperation: () => ++operations,
      invoked: () => {},
      completed: ({ kind, path, outcome }) => {
        if (outcome !== undefined) answers.set(`${kind} ${path}`, outcome)
      },
      saw: () => {},
    },
    { number: 200 + peer, timeoutMs: 10_000, think: 10 },
    new Random(peer),
    new Workload(new Random(peer), 200 + peer),
  )
  client.rest()
  client.begin()
  client.perform(asks)
  if (!(yield { length: 20 * SECOND, done: () => answers.size >= asks.length })) {
    if (!simulation.isBroken)
      evidence.report('whole-tree', `peer ${peer} did not answer every read: ${answers.size} of ${asks.length}`)
    return
  }
  client.perform([{ kind: 'close-session' }])
  yield { length: SECOND }
  for (const path of paths) {
    const truth = model.now(path)
    const data = answers.get(`get-data ${path}`)
    const children = answers.get(`get-children ${path}`)?.children ?? []
    const sum = children.reduce((total, name) => (total + hashText(name)) >>> 0, 0)
    const wrong =
      data?.stat === undefined
        ? `told ${data?.error}`
        : (differsFrom(truth, data.stat) ?? (data.dataHash === truth.dataHash ? undefined : 'other data'))
    if (wrong !== undefined) return evidence.report('whole-tree', `${path} at peer ${peer}: ${wrong}`)
    if (sum !== truth.childrenHash) return evidence.report('whole-tree', `${path} at peer ${peer}: other children`)
  }
}
