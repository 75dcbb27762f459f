import { describe, expect, it } from 'vitest'
import { Client, type Waiting } from '../../src/clients/client.ts'
import type { ClientConnection } from '../../src/ports/client-connection.ts'

const connection = (address: string): ClientConnection => ({
  address,
  name: `${address}:1`,
  send: () => {},
  pause: () => {},
  resume: () => {},
  close: () => {},
})

const nobody = { onFrame: () => {}, onClose: () => {} }

const client = (address = '127.0.0.1') => new Client(connection(address), 0, nobody)

const waiting = (xid: number): Waiting => ({
  xid,
  request: { type: 'ping' },
  arrivedMs: 0,
  remote: false,
  reply: undefined,
})

describe('the requests a client waits for', () => {
  it('come and go in order, however many there are', () => {
    const one = client()
    const expected: number[] = []
    let xid = 0
    for (const [come, go] of [
      [1, 1],
      [3, 2],
      [2500, 2000],
      [1, 400],
      [2, 105],
    ] as const) {
      for (let k = 0; k < come; k++) {
        one.wait(waiting(xid))
        expected.push(xid++)
      }
      for (let k = 0; k < go; k++) {
        expect(one.first?.xid).toBe(expected.shift())
        one.advance()
      }
      expect(one.waitingCount).toBe(expected.length)
    }
    expect(one.waitingCount).toBe(0)
    expect(one.first).toBeUndefined()
  })
})

describe('who a client is', () => {
  it('is its own address, whoever came before', () => {
    const [one, two, three] = [client('10.0.0.1'), client('10.0.0.2'), client('10.0.0.2')]
    expect(one.auth).toEqual([{ scheme: 'ip', id: '10.0.0.1' }])
    expect(two.auth).toEqual([{ scheme: 'ip', id: '10.0.0.2' }])
    expect(three.auth).toBe(two.auth)
  })
})
