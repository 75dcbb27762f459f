import { ByteReader, DecodeError, encodeUtf8 } from '@quoll/bytes'
import { digestOf, SnapshotReader, SnapshotWriter, type State } from '@quoll/state-machine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, create, ephemeral, remove, setAcl, setData, World } from '../fixtures/world.ts'
import { type Call, calls } from './requests.ts'

function restore(pieces: readonly Uint8Array[]): ReturnType<SnapshotReader['finish']> {
  const reader = new SnapshotReader()
  for (const piece of pieces) reader.write(piece)
  return reader.finish()
}

function wholeOf(world: World, budgetBytes = 200): Uint8Array[] {
  const writer = new SnapshotWriter(world.state, world.last)
  const pieces: Uint8Array[] = []
  for (let piece = writer.next(budgetBytes); piece !== undefined; piece = writer.next(budgetBytes)) pieces.push(piece)
  return pieces
}

function run(world: World, all: readonly Call[]): void {
  for (const { request, asking } of all) world.run(request, asking)
}

/** Where the bytes of a path and nothing but the path begin: its length stands before it. */
function placeOf(piece: Uint8Array, path: Uint8Array): number {
  const wanted = [0, 0, 0, path.length, ...path]
  return 4 + piece.findIndex((_, start) => wanted.every((byte, at) => piece[start + at] === byte))
}

function observersOf(state: State): number {
  return state.tree.observers.size
}

test('taken in slices while the tree changes, it is the state it was begun at', () => {
  fc.assert(
    fc.property(
      calls,
      calls,
      fc.integer({ min: 64, max: 400 }),
      fc.infiniteStream(fc.nat(4)),
      (before, during, budget, pause) => {
        const world = new World()
        run(world, before)
        const [digest, zxid] = [digestOf(world.state), world.last]
        const writer = new SnapshotWriter(world.state, zxid)
        const pieces: Uint8Array[] = []
        const rest = [...during]
        for (let piece = writer.next(budget); piece !== undefined; piece = writer.next(budget)) {
          pieces.push(piece)
          run(world, rest.splice(0, pause.next().value))
        }
        const restored = restore(pieces)
        expect(restored.zxid).toBe(zxid)
        expect(digestOf(restored.state)).toBe(digest)
        expect(observersOf(world.state)).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})

test('a restored state goes on like the one it was taken from', () => {
  fc.assert(
    fc.property(calls, calls, (before, after) => {
      const world = new World()
      run(world, before)
      const { state, zxid } = restore(wholeOf(world))
      const twin = new World(undefined, state, zxid)
      for (const { request, asking } of after)
        expect(twin.run(request, asking).result).toEqual(world.run(request, asking).result)
      expect(digestOf(twin.state)).toBe(digestOf(world.state))
      expect(twin.state.approximateDataSize).toBe(world.state.approximateDataSize)
      expect(twin.state.ephemeralCount).toBe(world.state.ephemeralCount)
    }),
    { numRuns: 150 },
  )
})

describe('what happens to a znode after the start', () => {
  /** Everything in the first slice but the header comes later, so each of these is seen before the cursor. */
  test.each<[string, (world: World) => void]>([
    ['changed', (world) => world.ask(setData('/p/a', -1, bytes('new')))],
    ['changed twice', (world) => [world.ask(setData('/p/a')), world.ask(setData('/p/a'))]],
    ['given another list', (world) => world.ask(setAcl('/p/a', [{ perms: 31, scheme: 'ip', id: '::1' }]))],
    ['deleted', (world) => world.ask(remove('/p/a'))],
    [
      'deleted, and its number given to another',
      (world) => {
        world.ask(remove('/p/a'))
        world.ask(create('/other', { data: bytes('x') }))
        world.ask(setData('/other'))
      },
    ],
    ['its session closed', (world) => world.ask({ type: 'close-session' })],
    ['a newcomer', (world) => world.ask(create('/late'))],
    [
      'many newcomers, changed',
      (world) => {
        for (let at = 0; at < 20; at++) world.ask(create(`/late${at}`))
        for (let at = 0; at < 20; at++) world.ask(setData(`/late${at}`))
      },
    ],
  ])('%s', (_, change) => {
    const world = World.open()
    for (const request of [create('/p'), create('/p/a', { data: bytes('old') }), ephemeral('/p/e')]) world.ask(request)
    const digest = digestOf(world.state)
    const writer = new SnapshotWriter(world.state, world.last)
    const pieces = [writer.next(1)!]
    change(world)
    for (let piece = writer.next(1); piece !== undefined; piece = writer.next(1)) pieces.push(piece)
    const { state } = restore(pieces)
    expect(digestOf(state)).toBe(digest)
    expect(state.dataOf(state.lookup('/p/a')!)).toEqual(bytes('old'))
    expect(state.lookup('/late')).toBeUndefined()
  })
})

test('paths of whatever characters come back, and what lies below them', () => {
  const world = World.open()
  const paths = ['/a', '/a/é', '/a/é/b', '/日本', '/日本/c', '/日本/日本']
  for (const path of paths) world.ask(create(path, { data: bytes(path) }))
  const { state } = restore(wholeOf(world))
  expect(digestOf(state)).toBe(digestOf(world.state))
  for (const path of paths) expect(state.dataOf(state.lookup(path)!)).toEqual(bytes(path))
  expect(state.childrenOf(state.lookup('/日本')!)).toEqual(['c', '日本'])
})

test('several at a time do not disturb each other', () => {
  const world = World.open()
  for (let at = 0; at < 50; at++) world.ask(create(`/a${at}`))
  const begun = Array.from({ length: 3 }, () => {
    world.ask(remove(`/a${world.state.znodeCount - 5}`))
    return {
      writer: new SnapshotWriter(world.state, world.last),
      digest: digestOf(world.state),
      pieces: [] as Uint8Array[],
    }
  })
  for (let at = 0; at < 40; at++) {
    world.ask(setData(`/a${at}`))
    for (const { writer, pieces } of begun) {
      const piece = writer.next(100)
      if (piece !== undefined) pieces.push(piece)
    }
  }
  for (const { writer, digest, pieces } of begun) {
    for (let piece = writer.next(100); piece !== undefined; piece = writer.next(100)) pieces.push(piece)
    expect(digestOf(restore(pieces).state)).toBe(digest)
  }
})

test('given up, it lets go of the state', () => {
  const world = World.open()
  const writer = new SnapshotWriter(world.state, world.last)
  writer.next(100)
  writer.cancel()
  expect(observersOf(world.state)).toBe(0)
  expect(writer.next(100)).toBeUndefined()
})

test('pieces keep to the budget, by a record', () => {
  const world = World.open()
  for (let at = 0; at < 100; at++) world.ask(create(`/a${at}`, { data: new Uint8Array(50) }))
  const pieces = wholeOf(world, 1000)
  expect(pieces.length).toBeGreaterThan(10)
  for (const piece of pieces) {
    expect(piece.length).toBeLessThan(1200)
    expect(new ByteReader(piece).i32()).toBe(piece.length - 4)
  }
})

describe('what is no snapshot', () => {
  /** A byte that stands nowhere else. */
  const NEEDLE = 0xab
  const whole = (): Uint8Array[] => {
    const world = World.open()
    for (const request of [create('/p'), create('/p/a', { data: Uint8Array.of(NEEDLE) }), ephemeral('/p/e')])
      world.ask(request)
    return wholeOf(world)
  }

  test.each<[string, (pieces: Uint8Array[]) => readonly Uint8Array[]]>([
    ['nothing', () => []],
    ['the end missing', (pieces) => pieces.slice(0, -1)],
    ['the beginning missing', (pieces) => pieces.slice(1)],
    ['a piece in the middle missing', (pieces) => pieces.filter((_, at) => at !== 1)],
    ['a piece twice', (pieces) => [...pieces.slice(0, 2), ...pieces.slice(1)]],
    ['more after the end', (pieces) => [...pieces, pieces[1]!]],
    ['half a piece', (pieces) => pieces.map((piece, at) => (at === 1 ? piece.subarray(0, piece.length >> 1) : piece))],
    ['an empty piece', () => [new Uint8Array(0)]],
  ])('%s', (_, spoil) => {
    expect(() => restore(spoil(whole()))).toThrow(DecodeError)
  })

  test('other data than was saved', () => {
    const pieces = whole()
    const piece = pieces.find((each) => each.indexOf(NEEDLE) >= 0)!
    piece[piece.indexOf(NEEDLE)]!++
    expect(() => restore(pieces)).toThrow('the digest is not the one of the state that was saved')
  })

  test.each([
    ['/p/a', '/p/e', '/p/e is there twice'],
    ['/p/a', '/q/a', '/q/a has no parent'],
    ['/p/a', '/p//', 'a znode has a path that is none'],
    ['/p/a', '/p/\u007f', 'a znode has a path that is none'],
    ['/日', '/p/a', '/p/a is there twice'],
    ['/p/a', '/日', '/日 is there twice'],
    ['/é/a', '/ü/a', '/ü/a has no parent'],
    ['/日', 'p日', 'a znode has a path that is none'],
  ])('%s called %s', (path, other, complaint) => {
    const world = World.open()
    for (const each of ['/p', '/p/a', '/日', '/é', '/é/a']) world.ask(create(each))
    world.ask(ephemeral('/p/e'))
    const pieces = wholeOf(world)
    const [from, to] = [encodeUtf8(path), encodeUtf8(other)]
    const piece = pieces.find((each) => placeOf(each, from) > 3)!
    piece.set(to, placeOf(piece, from))
    expect(() => restore(pieces)).toThrow(complaint)
  })

  test('a byte that changed is refused or harmless, and never anything else', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const pieces = whole()
        const piece = pieces[position % pieces.length]!
        const at = Math.floor(position / pieces.length) % piece.length
        piece[at]! ^= flip
        try {
          expect(restore(pieces).state.znodeCount).toBe(7)
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
