/** What the tests with a scripted server share. */
import type { StatRecord } from '@quoll/protocol/client'
import { type Client, type ConnectOptions, connect } from '../src/index.ts'
import { type Script, ScriptedServer } from '../src/testing/index.ts'

export const STAT: StatRecord = {
  ...{ czxid: 5, mzxid: 5, ctime: 0, mtime: 0, version: 0, cversion: 0, aversion: 0 },
  ...{ ephemeralOwner: undefined, dataLength: 0, numChildren: 0, pzxid: 5 },
}

export async function connected(
  script: Script,
  options: Partial<ConnectOptions> = {},
): Promise<{ readonly client: Client; readonly server: ScriptedServer }> {
  const server = new ScriptedServer(script)
  const client = await connect({ hosts: 'one:1', transport: server.transport, ...options })
  return { client, server }
}

/** The rejection of a promise that must not resolve. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    const value = await promise
    throw new Error(`it resolved, with ${String(value)}`)
  } catch (error) {
    return error
  }
}
