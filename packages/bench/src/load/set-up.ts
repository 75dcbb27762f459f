/** Makes the znodes a load needs and removes everything it made: a run leaves an ensemble as it found it. */
import { ErrorCode } from '@quoll/protocol/client'
import type { Operation } from '../mix.ts'
import { create, remove } from '../wire/create.ts'
import { several } from '../wire/dial.ts'
import type { QuietClient } from '../wire/quiet-client.ts'
import { keysPerConnection, type Load } from './load.ts'
import type { LoadConnection } from './load-connection.ts'
import {
  ephemeralPath,
  homeOf,
  keyPath,
  memberPath,
  membersOf,
  queueOf,
  sequentialPrefix,
  uniquePath,
} from './paths.ts'
import { writeValue } from './values.ts'

/** Requests under way on a connection. */
const AT_ONCE = 64

const NEED_KEYS: ReadonlySet<Operation> = new Set(['set', 'get', 'exists', 'multi'])

/** What all connections share. */
export async function makeRoot(client: QuietClient, root: string, load: Load): Promise<void> {
  await client.must(create(root))
  if (!has(load, 'children')) return
  await client.must(create(membersOf(root)))
  await several(load.children, AT_ONCE, (member) => client.must(create(memberPath(root, member))))
}

export async function removeRoot(client: QuietClient, root: string, load: Load): Promise<void> {
  if (has(load, 'children')) {
    await several(load.children, AT_ONCE, (member) => client.must(remove(memberPath(root, member)), ErrorCode.noNode))
    await client.must(remove(membersOf(root)), ErrorCode.noNode)
  }
  await client.must(remove(root), ErrorCode.noNode)
}

/** What one connection needs: its keys, in their version 0. */
export async function makeHome(client: QuietClient, root: string, load: Load, connection: number): Promise<void> {
  // Its peer may not have heard of the root, or of what is in it.
  await client.must({ type: 'sync', path: root })
  await client.must(create(homeOf(root, connection)))
  if (has(load, 'seq')) await client.must(create(queueOf(root, connection)))
  if (!load.mix.some(({ operation }) => NEED_KEYS.has(operation))) return
  await several(keysPerConnection(load), AT_ONCE, (key) => {
    const value = new Uint8Array(load.valueBytes)
    writeValue(value, 0, value.length, { connection, key, version: 0 })
    return client.must(create(keyPath(root, connection, key), value))
  })
}

/** Removes what `makeHome` and the load made, as far as it is there. */
export async function removeHome(client: QuietClient, root: string, load: Load, made: LoadConnection): Promise<void> {
  const { number, created, lastSequence } = made
  const gone = (path: string) => client.must(remove(path), ErrorCode.noNode)
  await several(created, AT_ONCE, (unique) => gone(uniquePath(root, number, unique)))
  if (has(load, 'seq')) {
    const prefix = sequentialPrefix(root, number)
    await several(lastSequence + 1, AT_ONCE, (at) => gone(`${prefix}${String(at).padStart(10, '0')}`))
    await gone(queueOf(root, number))
  }
  if (load.mix.some(({ operation }) => NEED_KEYS.has(operation)))
    await several(keysPerConnection(load), AT_ONCE, (key) => gone(keyPath(root, number, key)))
  if (has(load, 'eph')) await gone(ephemeralPath(root, number, made.ephemerals))
  await gone(homeOf(root, number))
}

function has({ mix }: Load, wanted: Operation): boolean {
  return mix.some(({ operation }) => operation === wanted)
}
