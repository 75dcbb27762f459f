/**
 * A lock that many readers hold together, or one writer alone, in the order in which they asked: nobody starves. ZooKeeper's
 * recipe for shared locks; our znodes are Curator's, whose clients stand in the same line, and kazoo's are waited for, too.
 */
import type { Client } from '../client.ts'
import type { HeldLock, LockOptions } from './lock.ts'
import { waitInLine } from './place-in-line.ts'
import { Tenure } from './tenure.ts'

const PATTERN = /(?:-__(?:READ|WRIT)__|__r?lock__)(\d{10})$/
const WRITER = /(?:-__WRIT__|__lock__)\d{10}$/

/** Resolves when no writer is before us any more; later ones wait for us. */
export async function readLock(client: Client, path: string, { data, signal }: LockOptions = {}): Promise<HeldLock> {
  const ahead = (before: readonly string[]): string | undefined => before.findLast((name) => WRITER.test(name))
  return new Tenure(client, await waitInLine(client, path, { name: '__READ__', pattern: PATTERN, ahead, data, signal }))
}

/** Resolves when we are first, and so alone. */
export async function writeLock(client: Client, path: string, { data, signal }: LockOptions = {}): Promise<HeldLock> {
  return new Tenure(client, await waitInLine(client, path, { name: '__WRIT__', pattern: PATTERN, data, signal }))
}
