/** A right server is found right, whatever it is asked; a server that lies once is found out. */
import { afterEach, expect, test } from 'vitest'
import type { Load } from '../src/load/load.ts'
import { LoadPart } from '../src/load/part.ts'
import { makeRoot, removeRoot } from '../src/load/set-up.ts'
import { OPERATIONS, parseMix } from '../src/mix.ts'
import { type LoadOutcome, loadOutcome } from '../src/outcome.ts'
import { DEFAULT_LOAD } from '../src/suites.ts'
import { dial } from '../src/wire/dial.ts'
import { Outbox } from '../src/wire/outbox.ts'
import { QuietClient } from '../src/wire/quiet-client.ts'
import { FakeServer, type Lie } from './fake-server.ts'

const ROOT = '/quoll-bench-00000000'
const AFTER = 20
let fake: FakeServer | undefined

afterEach(() => fake?.stop())

async function loaded(mix: string, lie?: Lie, more: Partial<Load> = {}): Promise<LoadOutcome> {
  fake = await FakeServer.start(lie)
  const load: Load = {
    ...DEFAULT_LOAD,
    mix: parseMix(mix),
    connections: 3,
    window: 4,
    keys: 12,
    multi: 3,
    seconds: 0.15,
    warmUpSeconds: 0,
    ...more,
  }
  const addresses = [{ host: '127.0.0.1', port: fake.port }]
  const dialing = { addresses, timeoutMs: 30_000, patienceMs: 2_000 }
  const caretaker = new QuietClient(await dial({ ...dialing, outbox: new Outbox() }, 0))
  const part = new LoadPart({ addresses, root: ROOT, load, timeoutMs: 30_000, worker: 0, workers: 1 })
  await makeRoot(caretaker, ROOT, load)
  await part.prepare()
  const outcome = loadOutcome(load, [await part.run()])
  if (outcome.ok) {
    await part.cleanUp()
    await removeRoot(caretaker, ROOT, load)
  }
  part.cut()
  caretaker.session.cut()
  return outcome
}

test.each(OPERATIONS)('%s: all right, and nothing is left behind', async (operation) => {
  const outcome = await loaded(operation)
  expect(outcome).toMatchObject({ ok: true, lostConnections: 0, examples: [] })
  expect(outcome.operations).toBeGreaterThan(50)
  expect([...(fake?.tree.keys() ?? [])]).toEqual(['/'])
})

test('everything at once, at a rate', async () => {
  const outcome = await loaded(OPERATIONS.join(','), undefined, { rate: 1000, seconds: 0.3 })
  expect(outcome).toMatchObject({ ok: true })
  expect(outcome.operations).toBeGreaterThan(200)
  expect(outcome.operations).toBeLessThanOrEqual(300)
  expect([...(fake?.tree.keys() ?? [])]).toEqual(['/'])
})

/** Changes the one answer after so many right ones. */
function once(type: string, change: (answer: Parameters<Lie>[0]) => ReturnType<Lie>): Lie {
  return (answer, request, count) => (request.type === type && count === AFTER ? change(answer) : answer)
}

const garbled = (data: Uint8Array | undefined) => {
  const changed = Uint8Array.from(data ?? [])
  changed[changed.length - 1]! ^= 1
  return changed
}

test.each<[name: string, mix: string, violation: string, lie: Lie]>([
  ['another xid', 'get', 'order', once('get-data', (answer) => ({ ...answer, xid: answer.xid + 1 }))],
  ['an old zxid', 'set', 'zxid', once('set-data', (answer) => ({ ...answer, zxid: answer.zxid - 10 }))],
  ['an error', 'set', 'code', once('set-data', (answer) => ({ ...answer, reply: { type: 'error', code: -101 } }))],
  [
    'a changed byte',
    'get',
    'data',
    once('get-data', (answer) => {
      if (answer.reply.type !== 'data') return answer
      return { ...answer, reply: { ...answer.reply, data: garbled(answer.reply.data) } }
    }),
  ],
  [
    'a write that was not carried out',
    'set=1,exists=1',
    'version',
    once('exists', (answer) => {
      if (answer.reply.type !== 'stat') return answer
      const { stat } = answer.reply
      return { ...answer, reply: { type: 'stat', stat: { ...stat, version: stat.version - 1 } } }
    }),
  ],
  [
    'a part of a multi in another version',
    'multi',
    'version',
    once('multi', (answer) => {
      if (answer.reply.type !== 'multi') return answer
      const results = answer.reply.results.map((part) =>
        part.type === 'set-data' ? { ...part, stat: { ...part.stat, version: 0 } } : part,
      )
      return { ...answer, reply: { type: 'multi', results } }
    }),
  ],
  [
    'another path',
    'sync',
    'path',
    once('sync', (answer) => ({ ...answer, reply: { type: 'path', path: '/elsewhere' } })),
  ],
  [
    'a child too few',
    'children',
    'data',
    once('get-children', (answer) => {
      if (answer.reply.type !== 'children') return answer
      return { ...answer, reply: { type: 'children', children: answer.reply.children.slice(1) } }
    }),
  ],
  ['a header without a body', 'get', 'frame', once('get-data', (answer) => ({ ...answer, reply: { type: 'done' } }))],
  ['a stub', 'get', 'frame', once('get-data', (answer) => ({ ...answer, bytes: new Uint8Array(5) }))],
])('%s is found', async (_, mix, violation, lie) => {
  const outcome = await loaded(mix, lie)
  expect(outcome.ok).toBe(false)
  expect(outcome.violations[violation as keyof typeof outcome.violations]).toBeGreaterThan(0)
  expect(outcome.examples[0]).toContain('connection ')
})

test('a connection that is lost is a finding, and the others go on', async () => {
  const outcome = await loaded(
    'get',
    once('get-data', () => undefined),
  )
  expect(outcome).toMatchObject({ ok: false, lostConnections: 1 })
  expect(outcome.operations).toBeGreaterThan(AFTER * 2)
})

test('at a rate, a server that stalls is charged for all who waited', async () => {
  const STALL_MS = 120
  const lie: Lie = (answer, request, count) => {
    if (request.type === 'get-data' && count === AFTER) {
      const until = performance.now() + STALL_MS
      // The thread is the server's too: nothing moves meanwhile, as in a long collection of garbage.
      while (performance.now() < until);
    }
    return answer
  }
  const { latencyMs, serviceMs, ok } = await loaded('get', lie, { rate: 500, seconds: 0.4, window: 1 })
  expect(ok).toBe(true)
  // A third of the time stood still. Who was due then waited half the stall on average.
  expect(latencyMs.p90).toBeGreaterThan(STALL_MS / 2)
  expect(serviceMs.p90).toBeLessThan(STALL_MS / 2)
})
