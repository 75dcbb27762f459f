import { type PeerId, peerId } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { MemoryNetwork } from '../../src/testing/memory-transport.ts'
import { TransportPlayer } from '../../src/testing/transport-player.ts'
import {
  type NetworkUnderTest,
  QUEUE_BYTES_MAX_UNDER_TEST,
  runTransportTests,
} from '../../src/testing/transport-suite.ts'

runTransportTests('the memory fake', memoryNetwork, { describe, test })

async function memoryNetwork(): Promise<NetworkUnderTest> {
  const network = new MemoryNetwork({ queueBytesMax: QUEUE_BYTES_MAX_UNDER_TEST })
  return {
    transport: (peer) => network.transport(peer),
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

describe('a test holds the hands of the memory network', () => {
  const [first, second] = [peerId(1), peerId(2)]

  function pair(): { network: MemoryNetwork; one: TransportPlayer; two: TransportPlayer } {
    const network = new MemoryNetwork({ queueBytesMax: 100 })
    const player = (peer: PeerId): TransportPlayer => new TransportPlayer(peer, network.transport(peer))
    const [one, two] = [player(first), player(second)]
    one.start()
    two.start()
    return { network, one, two }
  }

  test('nothing happens before it is delivered, one thing at a time', () => {
    const { network, one, two } = pair()
    expect([one.story, two.story]).toEqual([[], []])
    expect(network.deliverOne()).toBe(true)
    expect([...one.story, ...two.story]).toHaveLength(1)
    expect(network.deliver()).toBe(1)
    expect(network.deliverOne()).toBe(false)
    one.send(two, Uint8Array.of(1, 2), Uint8Array.of(3))
    expect(one.transport.queuedBytes(second)).toBe(3)
    expect(two.framesFrom(one)).toEqual([])
    network.deliver()
    expect(two.framesFrom(one)).toEqual([Uint8Array.of(1, 2, 3)])
    expect(one.transport.queuedBytes(second)).toBe(0)
  })

  test('a cut loses what was under way and holds until it heals', () => {
    const { network, one, two } = pair()
    network.deliver()
    one.send(two, Uint8Array.of(1))
    network.cut(first, second)
    network.deliver()
    expect([one.story, two.story, two.framesFrom(one)]).toEqual([['up 2', 'down 2'], ['up 1', 'down 1'], []])
    network.heal()
    network.deliver()
    expect(one.story).toEqual(['up 2', 'down 2', 'up 2'])
  })

  test('a held direction delays frames, keeps their order and leaves the other direction alone', () => {
    const { network, one, two } = pair()
    network.deliver()
    network.hold(first, second)
    one.send(two, Uint8Array.of(1))
    one.send(two, Uint8Array.of(2))
    two.send(one, Uint8Array.of(3))
    network.deliver()
    expect([two.framesFrom(one), one.framesFrom(two)]).toEqual([[], [Uint8Array.of(3)]])
    network.release(first, second)
    network.deliver()
    expect(two.framesFrom(one)).toEqual([Uint8Array.of(1), Uint8Array.of(2)])
  })

  test('a held direction fills its queue until the link closes', () => {
    const { network, one, two } = pair()
    network.deliver()
    network.hold(first, second)
    for (let n = 0; n < 11; n++) one.send(two, new Uint8Array(10))
    network.deliver()
    expect(one.story).toEqual(['up 2', 'down 2', 'up 2'])
    expect(two.framesFrom(one)).toEqual([])
  })

  test('nobody is started twice', () => {
    const { network } = pair()
    expect(() => new TransportPlayer(first, network.transport(first)).start()).toThrow('peer 1 is started once')
  })
})
