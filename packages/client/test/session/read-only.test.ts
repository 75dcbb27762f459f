/** A server that has lost the others: who says so gets reads from it, until one is found that takes changes. */
import { encodeReply } from '@quoll/protocol/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, type SessionState } from '../../src/index.ts'
import { type Script, ScriptedServer } from '../../src/testing/index.ts'
import { connected, rejection, STAT } from '../scripted.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** `one` is read-only, and answers nobody else; `two` is what it says now. */
function ensemble(two: () => 'gone' | 'read-only' | 'whole'): Script {
  return {
    refuse: ({ host }) => (host === 'two' && two() === 'gone' ? 'nobody listens there' : undefined),
    greet: ({ sessionId, timeoutMs, readOnly }, { host }) => {
      const isReadOnly = host === 'one' || two() === 'read-only'
      if (isReadOnly && readOnly !== true) return undefined
      const id = sessionId === 0n ? (isReadOnly ? 0x11n : 0x22n) : sessionId
      return { timeoutMs, sessionId: id, password: new Uint8Array(16), readOnly: isReadOnly }
    },
    answer: ({ type }) =>
      type === 'exists'
        ? { type: 'stat', stat: STAT }
        : type === 'set-data'
          ? { type: 'error', code: -119 }
          : undefined,
  }
}

test('a client that allows it reads, and is told that it cannot change anything', async () => {
  const { client, server } = await connected(
    ensemble(() => 'gone'),
    { readOnly: true },
  )
  expect([client.state, client.readOnly, client.sessionId]).toEqual(['connected', true, 0x11n])
  expect(await client.exists('/a')).toEqual(STAT)
  expect(await rejection(client.setData('/a', ''))).toMatchObject({ code: 'NOT_READ_ONLY', definite: true })
  expect(server.greeted[0]?.readOnly).toBe(true)
})

test('a client that does not, says so', async () => {
  const { client, server } = await connected({})
  expect([server.greeted[0]?.readOnly, client.readOnly]).toEqual([false, false])
})

test('moves to a server that takes changes as soon as there is one, with a session of its own', async () => {
  let two: 'gone' | 'read-only' | 'whole' = 'gone'
  const script = ensemble(() => two)
  const connecting = connected(script, { hosts: 'one:1,two:2', readOnly: true, sessionTimeoutMs: 20_000 })
  await vi.advanceTimersByTimeAsync(1000)
  const { client, server } = await connecting
  const states: SessionState[] = []
  client.onStateChange((state) => states.push(state))
  await vi.advanceTimersByTimeAsync(20_000)
  two = 'read-only'
  await vi.advanceTimersByTimeAsync(40_000)
  expect([client.state, client.readOnly, states]).toEqual(['connected', true, []])

  two = 'whole'
  await vi.advanceTimersByTimeAsync(120_000)
  expect([client.state, client.readOnly, client.server, client.sessionId]).toEqual(['connected', false, 'two:2', 0x22n])
  expect(states).toEqual(['suspended', 'connected'])
  // What the search was granted is given back; what the client has now was asked for with no session.
  expect(server.asked.filter(({ request }) => request.type === 'close-session')).toHaveLength(1)
  expect(server.greeted.at(-1)).toMatchObject({ sessionId: 0n, readOnly: true })
  const asked = server.greeted.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.greeted).toHaveLength(asked)
})

test('a server that begins no sessions, not even for reads: connect says so', async () => {
  const server = new ScriptedServer({
    greet: () => {
      server.send(encodeReply(0, 0, { type: 'error', code: -119 }))
      return undefined
    },
  })
  const options = { hosts: 'one:1', readOnly: true, sessionTimeoutMs: 1000, transport: server.transport }
  const failed = rejection(connect(options))
  await vi.advanceTimersByTimeAsync(1000)
  expect(await failed).toMatchObject({ message: expect.stringContaining('one:1: it begins no session: error -119') })
})

test('close ends the search, too', async () => {
  const { client, server } = await connected(
    ensemble(() => 'gone'),
    { readOnly: true },
  )
  await client.close()
  const dialled = server.dialled.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.dialled).toHaveLength(dialled)
})
