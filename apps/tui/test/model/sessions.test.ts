import type { TracedSession, TraceRecord } from '@quoll/trace'
import { describe, expect, it } from 'vitest'
import { allSessions, NO_SESSIONS, takeSessions } from '../../src/model/sessions.ts'

const bare: TracedSession = {
  id: '0x1',
  owner: undefined,
  client: undefined,
  timeoutMs: 10_000,
  leftMs: undefined,
  ephemerals: 0,
  watches: 0,
  outstanding: 0,
  lastOperation: undefined,
  lastMs: undefined,
}

function told(peer: number, rows: readonly TracedSession[], total = rows.length): TraceRecord {
  return { type: 'sessions', atMs: 1, peer, total, rows }
}

describe('the sessions of an ensemble', () => {
  it("are each peer's word put together: the client from its peer, the time left from the leader", () => {
    const sessions = [
      told(1, [{ ...bare, owner: 1, client: '10.0.0.7:4242', watches: 3, lastOperation: 'get-data', lastMs: 20 }]),
      told(3, [{ ...bare, leftMs: 6_400, ephemerals: 2 }]),
    ].reduce(takeSessions, NO_SESSIONS)
    expect(allSessions(sessions)).toEqual({
      total: 1,
      rows: [
        {
          ...bare,
          owner: 1,
          client: '10.0.0.7:4242',
          watches: 3,
          leftMs: 6_400,
          ephemerals: 2,
          lastOperation: 'get-data',
          lastMs: 20,
        },
      ],
    })
  })

  it('say how many there are, told or not, in the order of their numbers', () => {
    const rows = ['0x100', '0x9', '0xff'].map((id) => ({ ...bare, id }))
    const all = allSessions(takeSessions(NO_SESSIONS, told(1, rows, 5_000)))
    expect(all.total).toBe(5_000)
    expect(all.rows.map(({ id }) => id)).toEqual(['0x9', '0xff', '0x100'])
  })

  it('of a lost peer are not its to tell any more', () => {
    const sessions = [told(1, [bare]), { type: 'lost', atMs: 2, peer: 1, why: 'killed' } as const].reduce(
      takeSessions,
      NO_SESSIONS,
    )
    expect(allSessions(sessions).rows).toEqual([])
  })
})
