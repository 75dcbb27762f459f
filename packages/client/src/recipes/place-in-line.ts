/**
 * A line in which clients wait for their turn: each has an ephemeral sequential znode and watches the one right before its
 * own, so that a turn which ends wakes one client and not all. ZooKeeper's recipes for locks and for leader election.
 */
import type { Client } from '../client.ts'
import { isZooKeeperError, ZooKeeperError } from '../errors.ts'
import type { Data } from '../requests/create-request.ts'
import { type Created, createProtected } from './create-protected.ts'
import { again, unlessAborted } from './patience.ts'

export type LineOptions = {
  /** Between the random word and the number of our own znodes. */
  readonly name: string
  /** Whose znodes stand in this line; its first group is the number. */
  readonly pattern: RegExp
  /** Of those before us, first come first, whom we wait for; undefined: it is our turn. Default: the last of them. */
  readonly ahead?: (before: readonly string[]) => string | undefined
  readonly data: Data
  readonly signal: AbortSignal | undefined
}

/** Resolves when it is our turn. Whoever stops waiting leaves the line. */
export async function waitInLine(client: Client, path: string, options: LineOptions): Promise<Created> {
  const { name, pattern, ahead = lastOf, data, signal } = options
  signal?.throwIfAborted()
  const creating = createProtected(client, path, name, data)
  try {
    const mine = await unlessAborted(creating, signal, client.signal)
    for (;;) {
      const before = await unlessAborted(
        again(() => namesBefore(client, path, mine.path, pattern)),
        signal,
      )
      const awaited = ahead(before)
      if (awaited === undefined) return mine
      await again(() => untilChanged(client, `${path}/${awaited}`, signal), signal)
    }
  } catch (error) {
    creating.then((mine) => leaveLine(client, mine.path)).catch(() => {})
    throw error
  }
}

/** Deletes our znode, however often that takes. It is gone too when the session is. */
export async function leaveLine(client: Client, path: string): Promise<void> {
  try {
    await again(() => client.delete(path))
  } catch (error) {
    if (!isZooKeeperError(error, 'NO_NODE', 'SESSION_EXPIRED', 'CLOSED')) throw error
  }
}

/** Names of those who wait, first come first. */
export function inOrder(children: readonly string[], pattern: RegExp): readonly string[] {
  return children
    .map((name) => ({ name, number: Number(pattern.exec(name)?.[1]) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => name)
}

function lastOf(before: readonly string[]): string | undefined {
  return before.at(-1)
}

async function namesBefore(client: Client, path: string, mine: string, pattern: RegExp): Promise<readonly string[]> {
  const { children } = await client.getChildren(path)
  const line = inOrder(children, pattern)
  const at = line.indexOf(mine.slice(path.length + 1))
  if (at < 0) throw new ZooKeeperError('NO_NODE', `somebody deleted ${mine}, our place in the line`, { path: mine })
  return line.slice(0, at)
}

/** Until it is changed or gone. Reading, and not asking whether it exists: on a znode that is gone no watch is left behind. */
export async function untilChanged(client: Client, path: string, signal: AbortSignal | undefined): Promise<void> {
  const waiting = new AbortController()
  try {
    await unlessAborted(
      new Promise<void>((resolve, reject) => {
        client.getData(path, { watch: () => resolve(), signal: waiting.signal }).catch(reject)
      }),
      signal,
      client.signal,
    )
  } catch (error) {
    if (!isZooKeeperError(error, 'NO_NODE')) throw error
  } finally {
    waiting.abort()
  }
}
