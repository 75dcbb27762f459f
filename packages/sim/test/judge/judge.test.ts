import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Epoch, type PeerId, peerId, type WriteId, ZXID_ZERO, type Zxid, zxid } from '@quoll/core'
import { encodeTxn, type SessionId, type Txn, type TxnOperation } from '@quoll/state-machine'
import { nodeFileSystem, openStorage } from '@quoll/storage-file'
import { expect, test } from 'vitest'
import { type Committed, readCommittedLog } from '../../src/judge/committed-log.ts'
import { judge } from '../../src/judge/judge.ts'
import { type Line, readLine } from '../../src/judge/line.ts'

const SESSION = 7n as SessionId
const WALL_MS = 1_000_000

/** The log: a session, a znode, and two writes to it. */
const committed: readonly Committed[] = [
  entry(1, 0, { type: 'create-session', timeoutMs: 6000 }),
  entry(2, 1, {
    type: 'create',
    path: '/r0',
    data: bytes('a'),
    acl: [],
    kind: { type: 'persistent' },
    parentCversion: 2,
  }),
  entry(3, 2, { type: 'set-data', path: '/r0', data: bytes('b'), version: 1 }),
  entry(4, 3, { type: 'set-data', path: '/r0', data: bytes('c'), version: 2 }),
]

/** What its client wrote down. */
const lawful: readonly object[] = [
  { type: 'run', at: 0, wallMs: WALL_MS },
  { type: 'attached', client: 1, session: '0x7', peer: 1, timeoutMs: 6000, again: false, lastZxidSeen: 0, at: 5 },
  ...asked(1, 'create', 2, { path: '/r0', stat: stat(2, 2, 0) }),
  ...asked(2, 'set-data', 3, { stat: stat(2, 3, 1) }),
  ...asked(3, 'set-data', 4, { stat: stat(2, 4, 2) }),
  ...asked(4, 'get-data', 4, { value: 'c', stat: stat(2, 4, 2) }),
]

test('a history that agrees with the log is acquitted', () => {
  expect(judge(read(lawful), committed)).toEqual({ wrong: [], operations: 4, transactions: 4 })
})

test('an answer that was never committed, another version, and other data are found', () => {
  expect(checkersThatObject(change(2, { zxid: at(9) }))).toContain('acknowledged-is-committed')
  expect(checkersThatObject(change(2, { stat: stat(2, 3, 5) }))).toEqual(
    expect.arrayContaining(['linearizable-writes', 'linearizable-registers']),
  )
  expect(checkersThatObject(change(4, { value: 'b' }))).toEqual(['reads-match-history'])
})

test('a session that was lost too early is found', () => {
  const lost = { type: 'session-lost', client: 1, session: '0x7', at: 900_000 }
  expect(checkersThatObject([...lawful, lost])).toEqual(['session-promise'])
})

test('a line without what it needs is refused', () => {
  expect(() => readLine('{"type":"reply","client":1}')).toThrow(/lacks its session/)
  expect(readLine('{"type":"hold","lock":"/l"}')).toBeUndefined()
})

test('the log of a stopped peer is read from the beginning', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-judge-'))
  try {
    await writeLog(directory)
    expect(await readCommittedLog(directory)).toEqual(committed)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

/** What a peer that promised epoch 1 leaves on its disk. */
function writeLog(directory: string): Promise<void> {
  const options = { fileSystem: nodeFileSystem(), directory, allowEmpty: true, now: () => 0, random: () => 0.5 }
  const storage = openStorage(options)
  const [promise, log] = [1 as WriteId, 2 as WriteId]
  return new Promise((done, failed) => {
    storage.start({ onPersisted: (upTo) => upTo === log && storage.close(done), onFailed: failed })
    storage.write(promise, { type: 'epochs', accepted: 1 as Epoch, current: 0 as Epoch })
    storage.write(log, {
      type: 'append',
      batch: { first: at(1), payloads: committed.map(({ txn }) => encodeTxn(txn)) },
      committed: ZXID_ZERO,
    })
  })
}

function checkersThatObject(lines: readonly object[]): readonly string[] {
  const names = judge(read(lines), committed).wrong.map((sentence) => sentence.slice(0, sentence.indexOf(':')))
  return [...new Set(names)]
}

/** The lawful history with another outcome of operation `id`. */
function change(id: number, outcome: object): readonly object[] {
  return lawful.map((line) =>
    'id' in line && line.id === id && 'outcome' in line
      ? { ...line, outcome: { ...(line.outcome as object), ...outcome } }
      : line,
  )
}

function read(lines: readonly object[]): readonly Line[] {
  return lines.flatMap((line) => readLine(JSON.stringify(line)) ?? [])
}

/** A request of the client and the reply to it, ten microseconds each. */
function asked(id: number, kind: string, counter: number, told: object): readonly object[] {
  const common = { client: 1, session: '0x7', xid: id }
  const times = { invokedAt: id * 100, endedAt: id * 100 + 10 }
  const outcome = { error: 0, zxid: at(counter), ...told }
  return [
    { type: 'reply', ...common, expectedXid: id, zxid: at(counter), sentAt: id * 100, at: id * 100 + 10 },
    { type: 'operation', id, ...common, kind, path: '/r0', version: -1, watch: false, peer: 1, ...times, outcome },
  ]
}

function stat(created: number, modified: number, version: number): object {
  const zxids = { czxid: at(created), mzxid: at(modified), pzxid: at(created) }
  return { ...zxids, version, cversion: 0, aversion: 0, ephemeralOwner: '0x0', dataLength: 1, numChildren: 0 }
}

function entry(counter: number, xid: number, operation: TxnOperation): Committed {
  const origin: PeerId = peerId(1)
  const txn: Txn = { session: SESSION, xid, origin, request: counter, timeMs: WALL_MS, operation }
  return { zxid: at(counter), txn }
}

function at(counter: number): Zxid {
  return zxid(1, counter)
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
