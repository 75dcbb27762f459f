/** A real ensemble, seen by its client ports: found, watched, broken, recorded, replayed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@quoll/client'
import type { TraceRecord } from '@quoll/trace'
import { type EnsembleSource, printSnapshots } from '@quoll/tui'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSource } from '../../src/sources/connect-source.ts'
import { recordedSource } from '../../src/sources/recorded-source.ts'
import { replaySource } from '../../src/sources/replay-source.ts'
import { readTrace } from '../../src/trace-file/read-trace.ts'
import { TraceWriter } from '../../src/trace-file/trace-writer.ts'
import { finished, quoll, startQuoll } from '../quoll.ts'
import { LocalUp } from '../support/local-up.ts'

const PATIENCE_MS = 40_000

let up: LocalUp
let directory: string

beforeAll(async () => {
  up = await LocalUp.start()
  directory = mkdtempSync(join(tmpdir(), 'quoll-record-'))
}, PATIENCE_MS)

afterAll(async () => {
  await up.end()
  rmSync(directory, { recursive: true, force: true })
}, PATIENCE_MS)

const addresses = (): string => up.announced.connect
const statusesOf = (records: readonly TraceRecord[], peer: number): number =>
  records.filter((record) => record.type === 'status' && record.peer === peer).length
const sinceOf = (records: readonly TraceRecord[], from: number, type: TraceRecord['type'], peer: number): boolean =>
  records.slice(from).some((record) => record.type === type && 'peer' in record && record.peer === peer)

async function snapshotOf(source: EnsembleSource): Promise<unknown> {
  const printed: string[] = []
  await printSnapshots(source, { json: true, print: (text) => printed.push(text) })
  return JSON.parse(printed[0] ?? '')
}

test(
  'a paused peer and a killed one are told as lost, the others go on, and a recording of it replays to the same picture',
  async () => {
    const live = await connectSource(addresses(), { mayWrite: false })
    expect(live.header.peers.map(({ id, http }) => [id, http])).toEqual(
      up.announced.peers.map(({ id, http }) => [id, http]),
    )
    expect([live.control, live.tree?.write]).toEqual([undefined, undefined])
    const file = join(directory, 'fail-over.trace.gz')
    const writer = await TraceWriter.open(file, live.header, (error) => expect(error).toBeUndefined())
    const records: TraceRecord[] = []
    const source = recordedSource(live, (record) => writer.write(record))
    source.start((record) => records.push(record))
    await up.until('every peer tells', async () => [1, 2, 3].every((id) => statusesOf(records, id) > 2) || undefined)

    const { id: leader } = await up.leader()
    const paused = leader === 1 ? 2 : 1
    let from = records.length
    await up.say(`pause ${paused}`)
    await up.until('silence is told', async () => sinceOf(records, from, 'lost', paused) || undefined)
    const lost = records.findLastIndex(({ type }) => type === 'lost')
    await up.until('the others go on', async () => sinceOf(records, lost, 'status', leader) || undefined)
    from = records.length
    await up.say(`resume ${paused}`)
    await up.until('it is back', async () => sinceOf(records, from, 'status', paused) || undefined)

    from = records.length
    await up.say(`kill ${leader}`)
    await up.until('death is told', async () => sinceOf(records, from, 'lost', leader) || undefined)
    await up.until('somebody leads', async () => records.slice(from).some(isNewLeader) || undefined)
    const client = await connect({ hosts: addresses() })
    await client.create('/a', 'one')
    await client.close()
    await up.until('its write', async () => records.slice(from).some(({ type }) => type === 'applied') || undefined)
    from = records.length
    await up.say(`restart ${leader}`)
    await up.until('it is back', async () => sinceOf(records, from, 'status', leader) || undefined)
    source.stop()
    const told = records.length
    await writer.end()

    for (const { id } of up.announced.peers) inOrder(records.filter((record) => 'peer' in record && record.peer === id))
    expect(records.filter(({ type }) => type === 'received').some((one) => 'message' in one && one.message.vote)).toBe(
      true,
    )
    const trace = await readTrace(file)
    expect(trace.remark).toBeUndefined()
    expect(trace.records).toEqual(records.slice(0, told))
    const liveAgain = { header: live.header, kind: 'recorded', start: tellAll(records), stop: () => {} } as const
    expect(await snapshotOf(replaySource(trace))).toEqual(await snapshotOf(liveAgain))
    const { code, stdout } = await quoll('replay', '--once', file)
    expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('3 of 3 up')])
  },
  PATIENCE_MS * 2,
)

const isNewLeader = (record: TraceRecord): boolean =>
  record.type === 'became' && record.role === 'leading' && record.phase === 'broadcast'

const tellAll =
  (records: readonly TraceRecord[]) =>
  (listener: (record: TraceRecord) => void): void => {
    for (const record of records) listener(record)
  }

/** Sentences are told when somebody begins to listen, long after; everything else in the order of its time. */
function inOrder(records: readonly TraceRecord[]): void {
  const times = records.filter(({ type }) => type !== 'told').map(({ atMs }) => atMs)
  expect(times).toEqual([...times].sort((a, b) => a - b))
}

test(
  'a peer that is not there yet is found when it comes, and named by its number from the beginning',
  async () => {
    await up.say('kill 2')
    await up.until('it is dead', async () => ((await up.status(2)) === undefined ? true : undefined))
    const source = await connectSource(addresses(), { mayWrite: false })
    const records: TraceRecord[] = []
    source.start((record) => records.push(record))
    expect(source.header.peers.map(({ id }) => id)).toEqual([1, 2, 3])
    await up.until('its absence is told', async () => sinceOf(records, 0, 'lost', 2) || undefined)
    await up.say('restart 2')
    await up.until('it is found', async () => statusesOf(records, 2) > 0 || undefined)
    source.stop()
    await up.allServe()
  },
  PATIENCE_MS,
)

test(
  'znodes are read, watched, and written only by who may',
  async () => {
    const source = await connectSource(addresses(), { mayWrite: true })
    const { tree } = source
    if (tree?.write === undefined) throw new Error('it may write')
    const { signal } = new AbortController()
    const looking = new AbortController()
    expect(await tree.write.create('/tree', Buffer.from('x'), 'persistent')).toBe('/tree')
    let changes = 0
    tree.watch('/tree', () => changes++, looking.signal)
    await up.until('the watch is set', async () => {
      await tree.write?.set('/tree', Buffer.from('y'), -1)
      return changes > 0 || undefined
    })
    expect(await tree.write.create('/tree/n-', new Uint8Array(), 'ephemeral-sequential')).toBe('/tree/n-0000000000')
    expect(await tree.children('/tree', signal)).toEqual(['n-0000000000'])
    const { data, stat, acl } = await tree.read('/tree', signal)
    expect([String(Buffer.from(data)), stat.numChildren, stat.ephemeralOwner, acl]).toEqual([
      'y',
      1,
      '0x0',
      ['world:anyone:cdrwa'],
    ])
    await expect(tree.write.delete('/tree', -1)).rejects.toThrow(/children|empty/i)
    await expect(tree.write.set('/tree', data, stat.version + 1)).rejects.toThrow()
    await expect(tree.read('/none', signal)).rejects.toThrow()
    looking.abort()
    source.start(() => {})
    source.stop()
    await expect(tree.children('/', signal)).rejects.toThrow()
  },
  PATIENCE_MS,
)

test(
  'top prints the screen or JSON and ends; record ends well on Ctrl-C',
  async () => {
    const once = await quoll('top', '--connect', addresses(), '--once', '--ascii')
    expect([once.code, once.stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('3 of 3 up')])
    const json = await quoll('top', '--connect', addresses(), '--json', '-n', '2', '-d', '1')
    const lines = json.stdout.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).version)).toEqual([1, 1])

    const file = join(directory, 'short.trace')
    const child = startQuoll(['record', '--connect', addresses(), file])
    const ended = finished(child)
    const written = async (): Promise<number> => (await readTrace(file)).records.length
    await up.until('something is written', async () => (await written().catch(() => 0)) > 10 || undefined)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([0, expect.stringMatching(/\d+ records, .*quoll replay/)])
    expect((await readTrace(file)).remark).toBeUndefined()
  },
  PATIENCE_MS,
)

test('nobody at all is said in three parts', async () => {
  const { code, stderr } = await quoll('top', '--once', '--connect', '127.0.0.1:1')
  expect(code).toBe(1)
  expect(stderr).toContain('nobody answers at 127.0.0.1:1: nobody listens there')
})
