/**
 * What every transport promises, as tests: the one over WebSockets and the fake in memory both run them, because a fake that
 * lies is worse than none. The rules of the callbacks (never from within a call, up and down in turn, no frame
 * without a link) are checked in every test, by the peers that play.
 */
import { assert, InvariantViolation, type PeerId, peerId } from '@quoll/core'
import type { Transport } from '../ports/transport.ts'
import type { TestRunner } from './storage-suite.ts'
import { TransportPlayer } from './transport-player.ts'

/** A fresh network for the peers 1, 2 and 3. */
export type NetworkUnderTest = {
  /** A transport with `QUEUE_BYTES_MAX_UNDER_TEST`, not started. Another of the same id may follow a stopped one. */
  transport(peer: PeerId): Transport
  /** Nothing passes between two peers any more; nobody is told. */
  cut(a: PeerId, b: PeerId): void
  heal(a: PeerId, b: PeerId): void
  /** Lets the network work until `happened`. Rejects when it never does. */
  until(happened: () => boolean): Promise<void>
  /** Lets the network work until nothing more is to be expected. */
  settle(): Promise<void>
  dispose(): Promise<void>
}

/** The bound of a link's queue, bytes, that the transports of the suite are made with. */
export const QUEUE_BYTES_MAX_UNDER_TEST: number = 8 * 1024 * 1024

/** Declares the suite with `runner`, for the networks that `make` gives. */
export function runTransportTests(
  name: string,
  make: () => Promise<NetworkUnderTest>,
  { describe, test }: TestRunner,
): void {
  describe(`${name} keeps the promises of the transport port`, () => {
    for (const [title, run] of Object.entries(PROMISES)) {
      test(title, async () => {
        const network = await make()
        try {
          await run(new Stage(network))
        } finally {
          await network.dispose()
        }
      })
    }
  })
}

const PROMISES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'every pair of peers gets one link, and both ends hear of it': async (stage) => {
    const { one, two, three } = await stage.connected()
    await stage.settle()
    for (const player of [one, two, three]) equal(player.story.length, 2)
    equal(one.story.toSorted(), ['up 2', 'up 3'])
    equal(three.story.toSorted(), ['up 1', 'up 2'])
  },

  'a frame arrives whole, its parts in order, whatever their sizes': async (stage) => {
    const { one, two } = await stage.connected()
    const sizes = [[0], [1], [125], [126], [0, 5, 0], [3, 70_000, 2], [65_535], [65_536], [60_000, 5_535, 1, 9_000, 20]]
    for (const [at, parts] of sizes.entries()) one.send(two, ...parts.map((bytes) => pattern(bytes, at)))
    for (const [at, parts] of sizes.entries()) two.send(one, ...parts.map((bytes) => pattern(bytes, at)))
    await stage.until(() => one.framesFrom(two).length === sizes.length && two.framesFrom(one).length === sizes.length)
    for (const [at, parts] of sizes.entries()) {
      const sent = flat(parts.map((bytes) => pattern(bytes, at)))
      same(two.framesFrom(one)[at], sent)
      same(one.framesFrom(two)[at], sent)
    }
  },

  'many frames arrive in the order they were sent, in both directions at once': async (stage) => {
    const { one, three } = await stage.connected()
    for (let n = 0; n < 5_000; n++) {
      one.send(three, numbered(n, 40))
      three.send(one, numbered(n, 200))
    }
    await stage.until(() => one.framesFrom(three).length === 5_000 && three.framesFrom(one).length === 5_000)
    equal(one.framesFrom(three).map(numberOf), range(5_000))
    equal(three.framesFrom(one).map(numberOf), range(5_000))
  },

  'a frame of megabytes does not disturb the order': async (stage) => {
    const { two, three } = await stage.connected()
    const large = pattern(3 * 1024 * 1024, 7)
    two.send(three, numbered(1, 10))
    two.send(three, large, pattern(1, 0))
    two.send(three, numbered(2, 10))
    await stage.until(() => three.framesFrom(two).length === 3)
    equal(
      three.framesFrom(two).map((frame) => frame.length),
      [10, large.length + 1, 10],
    )
    same(three.framesFrom(two)[1], flat([large, pattern(1, 0)]))
  },

  'what goes to a peer without a link is dropped, silently': async (stage) => {
    const one = stage.start(1)
    one.send(peerId(2), numbered(1, 10))
    one.closeLink(peerId(2), 'there is none')
    equal(one.transport.queuedBytes(peerId(2)), 0)
    const two = stage.start(2)
    await stage.until(() => one.isUp(two) && two.isUp(one))
    one.send(two, numbered(2, 10))
    await stage.until(() => two.framesFrom(one).length > 0)
    await stage.settle()
    equal(two.framesFrom(one).map(numberOf), [2])
    equal(one.story, ['up 2'])
  },

  'a closed link goes down at both ends and comes back; nothing crosses over': async (stage) => {
    const { one, two, three } = await stage.connected()
    for (const [round, closer, other] of [
      [1, one, two],
      [2, two, one],
    ] as const) {
      const before = other.framesFrom(closer).length
      for (let n = 0; n < 100; n++) closer.send(other, numbered(n, 1_000))
      closer.closeLink(other.peer, 'the test wants it')
      closer.send(other, numbered(100, 10))
      await stage.until(() => closer.downs(other) === round && other.downs(closer) === round)
      await stage.until(() => closer.isUp(other) && other.isUp(closer))
      closer.send(other, numbered(101, 10))
      await stage.until(() => other.framesFrom(closer).map(numberOf).includes(101))

      const numbers = other.framesFrom(closer).slice(before).map(numberOf)
      const arrived = numbers.length - 1
      equal(numbers, [...range(arrived), 101])
      assert(arrived <= 100, 'what is sent on a closed link is dropped')
      assert(closer.lastWhy === 'the test wants it', 'the closer hears its own reason')
    }
    equal(three.downs(one) + three.downs(two), 0)
  },

  'a peer that stops is missed at once, hears nothing more, and is greeted when it is back': async (stage) => {
    const { one, two, three } = await stage.connected()
    let stopped = false
    let calling = true
    one.transport.stop(() => {
      assert(!calling, 'done comes on a later turn')
      stopped = true
    })
    calling = false
    const heard = one.story.length
    await stage.until(() => stopped && !two.isUp(one) && !three.isUp(one))
    one.send(two, numbered(1, 10))
    two.send(one, numbered(2, 10))
    await stage.settle()
    equal(one.story.length, heard)
    equal(one.framesFrom(two).length, 0)

    const again = stage.start(1)
    await stage.until(() => again.isUp(two) && again.isUp(three) && two.isUp(again) && three.isUp(again))
    two.send(again, numbered(3, 10))
    again.send(three, numbered(4, 10))
    await stage.until(() => again.framesFrom(two).length > 0 && three.framesFrom(one).length > 0)
    equal(again.framesFrom(two).map(numberOf), [3])
    equal(three.framesFrom(one).map(numberOf), [4])
    assert(two.isUp(three) && two.downs(three) === 0, 'the others never lost each other')
  },

  'a queue that grows past its bound closes the link instead of blocking': async (stage) => {
    const { one, two, three } = await stage.connected()
    const bytes = 64 * 1024
    for (let n = 0; n < 2_048; n++) one.send(two, numbered(n, bytes))
    assert(one.transport.queuedBytes(two.peer) <= QUEUE_BYTES_MAX_UNDER_TEST, 'a queue is bounded')
    await stage.until(() => one.downs(two) === 1 && two.downs(one) === 1)
    await stage.until(() => one.isUp(two) && two.isUp(one))
    const arrived = two.framesFrom(one).map(numberOf)
    equal(arrived, range(arrived.length))
    one.send(two, numbered(5, 10))
    await stage.until(() => two.framesFrom(one).length === arrived.length + 1)
    equal(one.downs(three), 0)
  },

  'a cut wire is noticed at both ends, concerns nobody else, and heals': async (stage) => {
    const { one, two, three } = await stage.connected()
    stage.network.cut(one.peer, two.peer)
    await stage.until(() => !one.isUp(two) && !two.isUp(one))
    one.send(two, numbered(1, 10))
    one.send(three, numbered(2, 10))
    three.send(two, numbered(3, 10))
    await stage.until(() => three.framesFrom(one).length === 1 && two.framesFrom(three).length === 1)
    stage.network.heal(one.peer, two.peer)
    await stage.until(() => one.isUp(two) && two.isUp(one))
    two.send(one, numbered(4, 10))
    await stage.until(() => one.framesFrom(two).length === 1)
    equal(one.framesFrom(two).map(numberOf), [4])
    equal(two.framesFrom(one).length, 0)
    equal([one.downs(three), two.downs(three)], [0, 0])
  },

  'one may send and close from within a callback; the answers come later': async (stage) => {
    const { one, two } = await stage.connected()
    two.whenFrame = (from, frame) => {
      two.send(from, frame)
      if (numberOf(frame) === 2) two.closeLink(from, 'seen enough')
    }
    for (let n = 0; n < 5; n++) one.send(two, numbered(n, 10))
    await stage.until(() => two.downs(one) === 1 && one.downs(two) === 1)
    const seen = two.framesFrom(one).map(numberOf)
    equal(seen, [0, 1, 2])
  },
}

/** The peers of one test and the network between them. */
class Stage {
  readonly network: NetworkUnderTest

  constructor(network: NetworkUnderTest) {
    this.network = network
  }

  start(id: number): TransportPlayer {
    const peer = peerId(id)
    const player = new TransportPlayer(peer, this.network.transport(peer))
    player.start()
    return player
  }

  async connected(): Promise<{ one: TransportPlayer; two: TransportPlayer; three: TransportPlayer }> {
    const [one, two, three] = [this.start(1), this.start(2), this.start(3)] as const
    const players = [one, two, three]
    await this.until(() => players.every((each) => players.every((other) => each === other || each.isUp(other))))
    return { one, two, three }
  }

  until(happened: () => boolean): Promise<void> {
    return this.network.until(happened)
  }

  settle(): Promise<void> {
    return this.network.settle()
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

/** A frame that says which one it is. */
function numbered(n: number, bytes: number): Uint8Array {
  const frame = new Uint8Array(bytes)
  new DataView(frame.buffer).setUint32(0, n)
  return frame
}

function numberOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0)
}

function pattern(bytes: number, seed: number): Uint8Array {
  return new Uint8Array(bytes).map((_, at) => (at * 31 + seed) & 0xff)
}

function flat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function same(actual: Uint8Array | undefined, expected: Uint8Array): void {
  assert(actual !== undefined, 'the frame arrived')
  assert(actual.length === expected.length, `a frame of ${expected.length} bytes has ${actual.length} on arrival`)
  const at = actual.findIndex((byte, i) => byte !== expected[i])
  assert(at < 0, `byte ${at} of a frame of ${expected.length} bytes arrives as it was sent`)
}

function equal(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (got !== wanted) throw new InvariantViolation(`${got} should be ${wanted}`)
}
