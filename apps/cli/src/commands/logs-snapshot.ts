/** `quoll logs snapshot`: what a snapshot holds (ZooKeeper: SnapshotFormatter). */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { formatZxid } from '@quoll/core'
import { formatSessionId, SnapshotReader, type State, type Znode } from '@quoll/state-machine'
import { inspectDirectory, nodeFileSystem, readSnapshot } from '@quoll/storage-file'
import { CommandError, Exit } from '../errors.ts'
import { dataDirectoryOf } from '../logs/data-directory.ts'
import { textOf } from '../logs/txn-line.ts'
import { printable } from '../shell/output.ts'
import { bytes, count } from '../table.ts'

export type SnapshotOptions = { readonly path?: string; readonly data?: boolean; readonly json?: boolean }

/** `source`: a snapshot, or a data directory, whose newest whole one is taken. @throws CommandError, Error of the system */
export async function snapshot(
  source: string,
  { path = '/', data = false, json = false }: SnapshotOptions,
): Promise<number> {
  const file = snapshotFile(source)
  const { state, zxid, origin } = restored(file)
  const root = state.lookup(path)
  if (root === undefined)
    throw new CommandError(
      `${path} is not in this snapshot`,
      `It was taken at ${formatZxid(zxid)}; what was created later, or deleted before, is not in it.`,
      'Look at the transactions after it: quoll logs txns.',
    )
  process.stdout.on('error', () => process.exit(Exit.ok))
  const write = (text: string) => process.stdout.write(`${text}\n`)
  const size = bytes(statSync(file).size)
  const head = { file, zxid: formatZxid(zxid), origin, znodes: state.znodeCount, sessions: state.sessions.size }
  if (json) write(JSON.stringify({ type: 'snapshot', ...head }))
  else {
    const where = origin === 'installed' ? 'received from a leader' : 'taken here'
    write(`${file}: ${size}, ${where} at ${formatZxid(zxid)}`)
    write(`${count(state.znodeCount, 'znode')}, ${count(state.sessions.size, 'session')}`)
  }
  for (const [session, timeoutMs] of state.sessions)
    if (json) write(JSON.stringify({ type: 'session', id: formatSessionId(session), timeoutMs }))
    else write(`  session ${formatSessionId(session)}, timeout ${timeoutMs} ms`)
  for (const znode of below(state, root)) write(json ? znodeJson(state, znode, data) : znodeText(state, znode, data))
  return Exit.ok
}

function snapshotFile(source: string): string {
  if (!statSync(source).isDirectory()) return source
  const directory = dataDirectoryOf(source)
  const { snapshots } = inspectDirectory(nodeFileSystem(), directory)
  const newest = snapshots.find(({ whole }) => whole)
  if (newest !== undefined) return newest.path
  throw new CommandError(
    `${directory} holds no whole snapshot`,
    'A peer takes its first one after snapCount transactions; until then all of its state is in the log.',
    existsSync(join(directory, 'log')) ? `Look at the log: quoll logs txns ${source}` : 'Name another directory.',
  )
}

function restored(file: string): { state: State; zxid: ReturnType<SnapshotReader['finish']>['zxid']; origin: string } {
  const contents = readSnapshot(nodeFileSystem(), file)
  const damaged = (why: string) =>
    new CommandError(
      `${file}: ${why}`,
      'It is no snapshot of Quoll, or it is damaged or unfinished; a start does not use it.',
      'Name another one; the peer has older ones and the log after them.',
    )
  if (contents === undefined) throw damaged('no whole snapshot')
  const reader = new SnapshotReader()
  try {
    for (const piece of contents.pieces) reader.write(piece)
    return { ...reader.finish(), origin: contents.header.origin }
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error))
  }
}

/** A znode and everything below it, parents first, names in order. */
function* below(state: State, root: Znode): Generator<Znode> {
  const waiting = [root]
  for (let znode = waiting.pop(); znode !== undefined; znode = waiting.pop()) {
    yield znode
    const path = state.pathOf(znode)
    for (const name of state.childrenOf(znode).sort().reverse()) {
      const child = state.lookup(path === '/' ? `/${name}` : `${path}/${name}`)
      if (child !== undefined) waiting.push(child)
    }
  }
}

function znodeText(state: State, znode: Znode, withData: boolean): string {
  const { version, dataLength, numChildren } = state.statOf(znode)
  const kind = state.kindOf(znode)
  const what =
    kind.type === 'persistent'
      ? ''
      : kind.type === 'ephemeral'
        ? `  ephemeral of ${formatSessionId(kind.owner)}`
        : `  ${kind.type}`
  const children = numChildren === 0 ? '' : `  ${count(numChildren, 'child', 'children')}`
  const line = `${printable(state.pathOf(znode))}  ${bytes(dataLength)}  version ${version}${children}${what}`
  const data = withData ? state.dataOf(znode) : undefined
  if (data === undefined || data.length === 0) return line
  return [
    line,
    ...textOf(data)
      .split('\n')
      .map((text) => `      | ${text}`),
  ].join('\n')
}

function znodeJson(state: State, znode: Znode, withData: boolean): string {
  const { owner, ...kind } = { owner: undefined, ...state.kindOf(znode) }
  const data = state.dataOf(znode)
  return JSON.stringify(
    {
      type: 'znode',
      path: state.pathOf(znode),
      kind: owner === undefined ? kind : { ...kind, owner: formatSessionId(owner) },
      stat: state.statOf(znode),
      acl: state.aclOf(znode),
      ...(withData && data !== undefined ? { data: Buffer.from(data).toString('base64') } : {}),
    },
    (_, value) => (typeof value === 'bigint' ? `0x${BigInt.asUintN(64, value).toString(16)}` : value),
  )
}
