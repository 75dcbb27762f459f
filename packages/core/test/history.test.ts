import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { History } from '../src/history.ts'
import { InvariantViolation, lastOf, type TxnBatch, type Zxid, zxid, zxidPlus } from '../src/index.ts'
import { payloadOf, textOf } from '../src/testing/index.ts'
import { at, batch } from './conversation.ts'

function threeEpochs(): History {
  const history = new History(at('1:0'))
  history.append(batch('1:1', 'a', 'b', 'c'))
  history.append(batch('2:1', 'd'))
  history.append(batch('2:2', 'e', 'f'))
  history.append(batch('4:1', 'g'))
  return history
}

function texts(history: History, after: Zxid, upTo: Zxid, txnsMax = 100, bytesMax = 100): string {
  const read = history.read(after, upTo, txnsMax, bytesMax)
  return read === undefined ? '' : read.payloads.map(textOf).join('')
}

describe('finding a place', () => {
  test('floor is the greatest position that is not above', () => {
    const history = threeEpochs()
    expect(history.floor(at('1:0'))).toBe(at('1:0'))
    expect(history.floor(at('1:2'))).toBe(at('1:2'))
    expect(history.floor(at('1:9'))).toBe(at('1:3'))
    expect(history.floor(at('3:5'))).toBe(at('2:3'))
    expect(history.floor(at('9:9'))).toBe(at('4:1'))
  })

  test('it holds its base and its transactions, and nothing between or below', () => {
    const history = threeEpochs()
    expect([at('1:0'), at('2:3'), at('4:1')].map((z) => history.has(z))).toEqual([true, true, true])
    expect([at('0:7'), at('1:4'), at('2:0'), at('4:2')].map((z) => history.has(z))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('reading', () => {
  test('a whole batch comes back as the object it came in', () => {
    const history = new History(at('0:0'))
    const one = batch('1:1', 'a', 'b')
    history.append(one)
    expect(history.read(at('0:0'), at('1:2'), 10, 10)).toBe(one)
  })

  test('small neighbours of one epoch are joined, within the bounds', () => {
    const history = threeEpochs()
    expect(texts(history, at('1:3'), at('4:1'))).toBe('def')
    expect(texts(history, at('1:3'), at('4:1'), 2)).toBe('de')
    expect(texts(history, at('1:0'), at('4:1'), 100, 2)).toBe('ab')
    expect(texts(history, at('1:1'), at('1:2'))).toBe('b')
    expect(texts(history, at('4:1'), at('4:1'))).toBe('')
  })

  test('one transaction larger than the bound goes alone', () => {
    const history = new History(at('0:0'))
    history.append(batch('1:1', 'large', 'x'))
    expect(texts(history, at('0:0'), at('1:2'), 10, 1)).toBe('large')
  })

  test('nothing is read from below the base', () => {
    expect(() => threeEpochs().read(at('0:5'), at('4:1'), 1, 1)).toThrow(InvariantViolation)
  })
})

describe('packing', () => {
  test('what is packed reads as before, whether its payloads lay in one message or each on its own', () => {
    const message = payloadOf('....one....two....three')
    const apart = ['four', 'five'].map(payloadOf)
    const together = [message.subarray(4, 7), message.subarray(11, 14), message.subarray(18)]
    const history = new History(at('0:0'))
    history.append({ first: at('1:1'), payloads: together })
    history.append({ first: at('1:4'), payloads: apart })
    for (let zxid = 6; zxid <= 300; zxid++) history.append(batch(`1:${zxid}`, `${zxid}`))
    history.pack(at('1:300'))
    expect(history.batchCount).toBeLessThan(60)
    expect(texts(history, at('1:0'), at('1:7'))).toBe('onetwothreefourfive67')
    expect(texts(history, at('1:4'), at('1:6'))).toBe('five6')
  })

  test('an epoch is packed by itself, and what is not decided stays as it came', () => {
    const history = new History(at('0:0'))
    for (let zxid = 1; zxid <= 10; zxid++) history.append(batch(`1:${zxid}`, 'x'))
    for (let zxid = 1; zxid <= 300; zxid++) history.append(batch(`2:${zxid}`, 'y'))
    const last = batch('2:301', 'z')
    history.append(last)
    history.pack(at('2:300'))
    expect(history.batchCount).toBe(1 + 1 + 44 + 1)
    expect(history.read(at('2:300'), at('2:301'), 9, 9)).toBe(last)
  })
})

test('a gap, a repetition and an empty batch are refused', () => {
  const history = threeEpochs()
  for (const bad of [batch('4:3', 'x'), batch('4:1', 'x'), batch('3:1', 'x'), batch('5:2', 'x'), batch('4:2')]) {
    expect(() => history.append(bad)).toThrow(InvariantViolation)
  }
})

test('it is cut and compacted only at what it holds', () => {
  expect(() => threeEpochs().truncate(at('3:1'))).toThrow(InvariantViolation)
  expect(() => threeEpochs().compact(at('1:7'))).toThrow(InvariantViolation)
})

// ── against a list ──

type Act =
  | { readonly type: 'append'; readonly size: number; readonly newEpoch: boolean }
  | { readonly type: 'truncate' | 'compact' | 'pack' | 'reset'; readonly where: number }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('append' as const),
      size: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 50, max: 300 })),
      newEpoch: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('truncate' as const, 'compact' as const), where: fc.nat(2000) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pack' as const), where: fc.nat(2000) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reset' as const), where: fc.nat(3) }) },
)

test('any sequence of appends, cuts and compactions leaves what a plain list would hold', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 120 }), (sequence) => {
      const history = new History(at('1:0'))
      let base = at('1:0')
      let list: Zxid[] = []
      for (const act of sequence) {
        const last = list.at(-1) ?? base
        const positions = [base, ...list]
        if (act.type === 'append') {
          const first = act.newEpoch ? zxid(Math.floor(last / 2 ** 32) + 1, 1) : zxidPlus(last, 1)
          const payloads = Array.from({ length: act.size }, (_, i) => payloadOf(String(zxidPlus(first, i))))
          history.append({ first, payloads })
          list.push(...payloads.map((_, i) => zxidPlus(first, i)))
        } else if (act.type === 'truncate') {
          const to = positions[act.where % positions.length] as Zxid
          history.truncate(to)
          list = list.filter((z) => z <= to)
        } else if (act.type === 'pack') {
          history.pack(positions[act.where % positions.length] as Zxid)
        } else if (act.type === 'compact') {
          base = positions[act.where % positions.length] as Zxid
          history.compact(base)
          list = list.filter((z) => z > base)
        } else {
          base = zxidPlus(last, act.where)
          history.reset(base)
          list = []
        }
        expect([history.base, history.last]).toEqual([base, list.at(-1) ?? base])
        expect(contents(history)).toEqual(list)
      }
    }),
    { numRuns: 60 },
  )
})

/** Everything in it, read in small pieces; each payload says its own zxid. */
function contents(history: History): Zxid[] {
  const found: Zxid[] = []
  for (let after = history.base; after < history.last; ) {
    const piece = history.read(after, history.last, 70, 10_000) as TxnBatch
    piece.payloads.forEach((payload, i) => {
      expect(Number(textOf(payload))).toBe(piece.first + i)
      found.push(zxidPlus(piece.first, i))
    })
    after = lastOf(piece)
  }
  return found
}
