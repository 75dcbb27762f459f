import { peerId } from '@quoll/core'
import {
  MemoryNetwork,
  type NetworkUnderTest,
  QUEUE_BYTES_MAX_UNDER_TEST,
  runTransportTests,
} from '@quoll/peer/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FaultyTransport } from '../../src/faults/faulty-transport.ts'
import type { LinkFaults } from '../../src/faults/peer-faults.ts'

runTransportTests('a transport that could be broken', memoryNetwork, { describe, test })

async function memoryNetwork(): Promise<NetworkUnderTest> {
  const network = new MemoryNetwork({ queueBytesMax: QUEUE_BYTES_MAX_UNDER_TEST })
  return {
    transport: (peer) => {
      const faulty = new FaultyTransport(network.transport(peer))
      // As after a fault that has ended: every link is known, none is broken.
      faulty.setFaults([1, 2, 3].filter((other) => other !== peer).map((other) => on(other)))
      return faulty
    },
    cut: (a, b) => network.cut(a, b),
    heal: (a, b) => network.heal(a, b),
    until: async (happened) => {
      while (!happened()) if (!network.deliverOne()) throw new Error('everything was delivered, and it did not happen')
    },
    settle: async () => {
      network.deliver()
    },
    dispose: async () => {},
  }
}

function on(peer: number, faults: Partial<LinkFaults> = {}): LinkFaults {
  return { peer, dropSent: false, dropArriving: false, delayMs: 0, ...faults }
}

class Pair {
  readonly network: MemoryNetwork = new MemoryNetwork()
  readonly one: FaultyTransport = new FaultyTransport(this.network.transport(peerId(1)), { delayedBytesMax: 100 })
  readonly two: FaultyTransport = new FaultyTransport(this.network.transport(peerId(2)))
  readonly story: string[] = []

  constructor() {
    for (const [self, transport] of [[1, this.one] as const, [2, this.two] as const])
      transport.start({
        onLinkUp: () => this.story.push(`${self} up`),
        onLinkDown: () => this.story.push(`${self} down`),
        onFrame: (_, frame) => this.story.push(`${self} hears ${frame.join('')}`),
      })
    this.news()
  }

  send(from: 1 | 2, ...numbers: readonly number[]): this {
    const [transport, to] = from === 1 ? [this.one, 2] : [this.two, 1]
    for (const number of numbers) transport.send(peerId(to), [Uint8Array.of(number)])
    return this
  }

  /** What happened since the last question, everything under way delivered; sorted, where two peers tell. */
  news(): readonly string[] {
    this.network.deliver()
    return this.story.splice(0)
  }
}

describe('a black hole', () => {
  test('swallows one direction, leaves the other, and tells nobody', () => {
    const pair = new Pair()
    pair.one.setFaults([on(2, { dropSent: true })])
    expect(pair.send(1, 1).send(2, 2).news()).toEqual(['1 hears 2'])
    pair.one.setFaults([on(2, { dropArriving: true })])
    pair.news()
    expect(pair.send(1, 3).send(2, 4).news()).toEqual(['2 hears 3'])
  })

  test('leaves no hole in what arrives: the link that lost a frame ends with the fault', () => {
    const pair = new Pair()
    pair.one.setFaults([on(2, { dropSent: true })])
    pair.send(1, 1)
    pair.one.setFaults([])
    expect(pair.send(1, 2).news().toSorted()).toEqual(['1 down', '1 up', '2 down', '2 up'])
    expect(pair.send(1, 3).news()).toEqual(['2 hears 3'])
  })

  test('that swallowed what arrived ends the same way', () => {
    const pair = new Pair()
    pair.one.setFaults([on(2, { dropArriving: true })])
    expect(pair.send(2, 1).news()).toEqual([])
    pair.one.setFaults([])
    expect(pair.news().toSorted()).toEqual(['1 down', '1 up', '2 down', '2 up'])
    expect(pair.send(2, 2).news()).toEqual(['1 hears 2'])
  })

  test('that nobody noticed leaves the link alone', () => {
    const pair = new Pair()
    pair.one.setFaults([on(2, { dropSent: true, dropArriving: true })])
    pair.one.setFaults([])
    expect(pair.send(1, 1).send(2, 2).news().toSorted()).toEqual(['1 hears 2', '2 hears 1'])
  })

  test('outlives the link, and a frame that had no link makes no hole in the next', () => {
    const pair = new Pair()
    pair.one.setFaults([on(2, { dropSent: true })])
    pair.network.cut(peerId(1), peerId(2))
    pair.news()
    pair.send(1, 1)
    pair.network.heal()
    pair.news()
    expect(pair.send(1, 2).news()).toEqual([])
    pair.network.cut(peerId(1), peerId(2))
    pair.news()
    pair.one.setFaults([])
    pair.network.heal()
    pair.news()
    expect(pair.send(1, 3).news()).toEqual(['2 hears 3'])
  })
})

describe('a long cable', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function slow(): Pair {
    const pair = new Pair()
    pair.one.setFaults([on(2, { delayMs: 200 })])
    return pair
  }

  test('delays what we send, keeps its order, and leaves the other direction alone', () => {
    const pair = slow()
    pair.send(1, 1)
    vi.advanceTimersByTime(100)
    expect(pair.send(1, 2).send(2, 3).news()).toEqual(['1 hears 3'])
    expect(pair.one.queuedBytes(peerId(2))).toBe(2)
    vi.advanceTimersByTime(110)
    expect(pair.news()).toEqual(['2 hears 1'])
    vi.advanceTimersByTime(100)
    expect([pair.news(), pair.one.queuedBytes(peerId(2))]).toEqual([['2 hears 2'], 0])
  })

  test('that is shortened lets go of what waits, and nothing overtakes', () => {
    const pair = slow()
    pair.send(1, 1, 2)
    pair.one.setFaults([])
    expect(pair.send(1, 3).news()).toEqual(['2 hears 1', '2 hears 2', '2 hears 3'])
  })

  test('loses what is on it with its link', () => {
    const pair = slow()
    pair.send(1, 1)
    pair.network.cut(peerId(1), peerId(2))
    pair.news()
    pair.network.heal()
    pair.news()
    vi.advanceTimersByTime(1000)
    expect(pair.news()).toEqual([])
  })

  test('that is full closes its link, as a full queue does', () => {
    const pair = slow()
    pair.one.send(peerId(2), [new Uint8Array(60)])
    expect(pair.news()).toEqual([])
    pair.one.send(peerId(2), [new Uint8Array(60)])
    expect(pair.news().toSorted()).toEqual(['1 down', '1 up', '2 down', '2 up'])
    expect(pair.one.queuedBytes(peerId(2))).toBe(0)
  })

  test('has no end that outlives its transport', () => {
    const pair = slow()
    pair.send(1, 1)
    pair.one.stop(() => {})
    expect(vi.getTimerCount()).toBe(0)
  })
})
