/** Answers that never come: a place in a line is taken once, an addition counts once or says that nobody can tell. */
import { expect, test } from 'vitest'
import { counter, lock, queue } from '../../src/recipes/index.ts'
import type { ClientRequest, Reply, ScriptedServer } from '../../src/testing/index.ts'
import { connected, rejection, STAT } from '../scripted.ts'

const CREATED = { ...STAT, czxid: 77, ephemeralOwner: 0x100n }

/** A server whose first answer to a `lost` request never comes: the connection ends instead. */
async function losing(
  lost: ClientRequest['type'],
  answer: (request: ClientRequest, server: ScriptedServer) => Reply | undefined,
) {
  let isLost = false
  const both = await connected({
    answer: (request) => {
      if (request.type !== lost || isLost) return answer(request, both.server)
      isLost = true
      both.server.disconnect()
      return undefined
    },
  })
  return both
}

function creates(server: ScriptedServer): string[] {
  return server.asked.flatMap(({ request }) => (request.type === 'create' ? [request.path ?? ''] : []))
}

test('the znode was made and the answer lost: it is found again, and no second one made', async () => {
  const { client, server } = await losing('create', (request, { asked }) => {
    const first = asked.find((one) => one.request.type === 'create')?.request
    const name = `${first?.type === 'create' ? first.path?.slice('/lock/'.length) : ''}0000000004`
    switch (request.type) {
      case 'sync':
        return { type: 'path', path: request.path }
      case 'exists':
        return { type: 'stat', stat: CREATED }
      case 'get-children2':
        return { type: 'children-and-stat', children: [name, '_c_other-lock-0000000009'], stat: STAT }
      case 'get-data':
        return { type: 'data', data: undefined, stat: CREATED }
      default:
        return undefined
    }
  })
  const held = await lock(client, '/lock')
  expect(creates(server)).toHaveLength(1)
  expect(held.fencingToken).toBe(77)
  expect(held.path).toMatch(/^\/lock\/_c_[0-9a-f-]{36}-lock-0000000004$/)
})

test('nothing was made: it is tried again, under the same word', async () => {
  let made = ''
  const { client, server } = await losing('create', (request) => {
    switch (request.type) {
      case 'create':
        made = `${request.path}0000000000`
        return { type: 'path-and-stat', path: made, stat: CREATED }
      case 'sync':
        return { type: 'path', path: request.path }
      case 'exists':
        return { type: 'stat', stat: STAT }
      case 'get-children2':
        return { type: 'children-and-stat', children: made === '' ? [] : [made.slice('/lock/'.length)], stat: STAT }
      case 'get-data':
        return { type: 'data', data: undefined, stat: CREATED }
      default:
        return undefined
    }
  })
  const held = await lock(client, '/lock')
  expect(held.path).toBe(made)
  expect(new Set(creates(server)).size).toBe(1)
  expect(creates(server)).toHaveLength(2)
})

test('an item was put, its answer and then the session are lost: nobody can tell, and that is said', async () => {
  const { client, server } = await connected({
    greet: ({ timeoutMs, sessionId }) => ({
      timeoutMs: sessionId === 0n ? timeoutMs : 0,
      sessionId: sessionId === 0n ? 0x100n : 0n,
      password: new Uint8Array(16),
      readOnly: false,
    }),
    answer: ({ type }) => {
      if (type === 'multi') server.disconnect()
      return undefined
    },
  })
  const failed = await rejection(queue(client, '/q').put('x'))
  expect(failed).toMatchObject({ code: 'CONNECTION_LOSS', definite: false })
  expect(client.state).toBe('expired')
})

/** What the counter's znode says after the loss, and what the second attempt is answered. */
function counting(versionAfter: number, second: Reply) {
  let wasSet = false
  return losing('set-data', (request) => {
    switch (request.type) {
      case 'get-data':
        return { type: 'data', data: Uint8Array.of(0x35), stat: { ...STAT, version: wasSet ? versionAfter : 3 } }
      case 'sync':
        wasSet = true
        return { type: 'path', path: request.path }
      case 'set-data':
        return second
      default:
        return undefined
    }
  })
}

test('an addition whose answer was lost is made again when it surely was not heard', async () => {
  const { client, server } = await counting(3, { type: 'stat', stat: STAT })
  expect(await counter(client, '/c').add(2)).toBe(7)
  expect(server.asked.filter(({ request }) => request.type === 'set-data')).toHaveLength(2)
})

test.each([
  ['somebody has added since', 4, { type: 'stat', stat: STAT }],
  ['it arrives after all, just before the second attempt', 3, { type: 'error', code: -103 }],
] as const)('an addition whose answer was lost, and %s: nobody can tell', async (_, versionAfter, second) => {
  const { client } = await counting(versionAfter, second)
  expect(await rejection(counter(client, '/c').add(2))).toMatchObject({ code: 'CONNECTION_LOSS', definite: false })
})
