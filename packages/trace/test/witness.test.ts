import { type Epoch, epochOf, peerId, type TxnBatch, zxid } from '@quoll/core'
import { describe, expect, it } from 'vitest'
import { type TraceRecord, Witness } from '../src/index.ts'

const epoch = (number: number): Epoch => epochOf(zxid(number, 0))
const two = peerId(2)

function watch(routine = false): { readonly witness: Witness; readonly records: TraceRecord[] } {
  const records: TraceRecord[] = []
  return {
    records,
    witness: new Witness({ peer: 1, now: () => 7, tell: (record) => records.push(record), routine: () => routine }),
  }
}

const leads = {
  type: 'became',
  role: 'leading',
  phase: 'broadcast',
  leader: peerId(1),
  epoch: epoch(5),
  why: 'a quorum has taken over its history',
} as const

const batch = (counter: number): TxnBatch => ({ first: zxid(5, counter), payloads: [new Uint8Array(1)] })

describe('a witness', () => {
  it('tells votes with what decides them', () => {
    const { witness, records } = watch()
    const vote = { leader: two, zxid: zxid(4, 9), epoch: epoch(4) }
    witness.event({ type: 'received', from: two, message: { type: 'notification', role: 'looking', round: 3, vote } })
    expect(records).toMatchObject([
      {
        type: 'received',
        from: 2,
        peer: 1,
        atMs: 7,
        message: { name: 'notification', vote: { round: 3, role: 'looking', leader: 2, epoch: 4, zxid: '4:9' } },
      },
    ])
  })

  it('tells the epoch and the transaction that a message speaks of', () => {
    const { witness, records } = watch()
    witness.event({ type: 'received', from: two, message: { type: 'trunc', epoch: epoch(6), to: zxid(5, 120) } })
    witness.event({ type: 'received', from: two, message: { type: 'leader-info', attempt: 1, epoch: epoch(6) } })
    expect(records).toMatchObject([
      { message: { name: 'trunc', epoch: 6, zxid: '5:120' } },
      { message: { name: 'leader-info', epoch: 6 } },
    ])
  })

  it('tells the first proposal of a reign, and no more of them', () => {
    const { witness, records } = watch()
    witness.effect(leads)
    for (const counter of [1, 2, 3])
      witness.effect({
        type: 'send',
        to: two,
        message: { type: 'commit', epoch: epoch(5), upTo: zxid(5, counter), withYours: zxid(5, counter) },
      })
    expect(records.map(({ type }) => type)).toEqual(['became', 'sent'])
  })

  it('tells everything to whoever steps through', () => {
    const { witness, records } = watch(true)
    for (const sent of [1, 2])
      witness.effect({ type: 'send', to: two, message: { type: 'ping', epoch: epoch(5), sent } })
    expect(records).toHaveLength(2)
  })

  it('tells the first commit of a reign once', () => {
    const { witness, records } = watch()
    witness.effect({ type: 'deliver', batch: batch(1) })
    witness.effect(leads)
    witness.effect({ type: 'deliver', batch: batch(2) })
    witness.effect({ type: 'deliver', batch: batch(3) })
    expect(records.filter(({ type }) => type === 'first-commit')).toMatchObject([{ epoch: 5, zxid: '5:2' }])
  })
})
