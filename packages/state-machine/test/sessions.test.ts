/** Sessions and what they own: server-semantics, sections 7 and 10; invariants S1 to S4 of zab.md, 4.4. */
import { ErrorCode, formatSessionId, sessionId } from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'
import { ALICE, BOB, create, ephemeral, multi, remove, setData, World } from './fixtures/world.ts'

const CLOSE = { type: 'close-session' } as const

function closedPaths(world: World): readonly string[] {
  const { operation } = world.propose(CLOSE)
  return operation.type === 'close-session' ? [...operation.paths].sort() : [operation.type]
}

test('opening is replicated, with the timeout', () => {
  const world = World.open()
  expect([...world.state.sessions]).toEqual([
    [ALICE, 4000],
    [BOB, 8000],
  ])
})

test('closing takes the ephemerals along, and only its own', () => {
  const world = World.open()
  world.ask(create('/p'))
  for (const path of ['/p/1', '/p/2', '/3']) world.ask(ephemeral(path))
  world.ask(ephemeral('/bob'), { session: BOB })
  expect(world.state.ephemeralsOf(ALICE)).toEqual(['/p/1', '/p/2', '/3'])
  const { result, changes } = world.run(CLOSE)
  expect(result).toEqual({ type: 'close-session' })
  expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual(['deleted /p/1', 'deleted /p/2', 'deleted /3'])
  expect([...world.state.sessions.keys()]).toEqual([BOB])
  expect(world.state.ephemeralsOf(ALICE)).toEqual([])
  expect(world.state.ephemeralCount).toBe(1)
  expect(world.state.statOf(world.state.lookup('/p')!)).toMatchObject({
    numChildren: 0,
    cversion: 4,
    pzxid: world.last,
  })
})

describe('closing sees what is outstanding', () => {
  test('creates not yet committed', () => {
    const world = World.open()
    world.ask(ephemeral('/1'))
    world.propose(ephemeral('/2'))
    world.propose(multi(ephemeral('/3'), ephemeral('/4')))
    expect(closedPaths(world)).toEqual(['/1', '/2', '/3', '/4'])
  })

  test('deletes not yet committed, by anybody', () => {
    const world = World.open()
    world.ask(ephemeral('/1'))
    world.ask(ephemeral('/2'))
    world.propose(remove('/1'), { session: BOB })
    expect(closedPaths(world)).toEqual(['/2'])
  })

  test('a znode that changed hands', () => {
    const world = World.open()
    world.ask(ephemeral('/1'))
    world.propose(remove('/1'))
    world.propose(ephemeral('/1'), { session: BOB })
    expect(closedPaths(world)).toEqual([])
  })

  test('a znode made again, half of it delivered', () => {
    const world = World.open()
    world.propose(ephemeral('/1'))
    world.propose(remove('/1'))
    world.propose(ephemeral('/1'))
    world.deliver()
    world.deliver()
    expect(closedPaths(world)).toEqual(['/1'])
  })
})

test('the parent may be deleted behind a close that is not yet committed', () => {
  const world = World.open()
  world.ask(create('/p'))
  world.ask(ephemeral('/p/1'))
  world.propose(CLOSE)
  world.propose(remove('/p'), { session: BOB })
  world.deliver()
  expect(world.deliver().result.type).toBe('delete')
})

describe('after the close', () => {
  test.each([
    ['proposed', 0],
    ['committed', 1],
  ])('%s, every request is refused', (_, delivered) => {
    const world = World.open()
    world.propose(CLOSE)
    for (let left = delivered; left > 0; left--) world.deliver()
    for (const request of [create('/a'), setData('/'), CLOSE])
      expect(world.propose(request).operation).toEqual({ type: 'error', code: ErrorCode.sessionExpired })
    expect(world.propose(setData('/'), { session: BOB }).operation.type).toBe('set-data')
  })
})

test('a session may write before its opening is committed', () => {
  const world = new World()
  world.propose({ type: 'create-session', timeoutMs: 4000 })
  expect(world.propose(ephemeral('/a')).operation.type).toBe('create')
  world.deliver()
  expect(world.deliver().result.type).toBe('create')
})

test('opening and closing in one breath leaves nothing', () => {
  const world = new World()
  world.propose({ type: 'create-session', timeoutMs: 4000 })
  world.propose(CLOSE)
  world.deliver()
  expect(world.propose(create('/a')).operation).toEqual({ type: 'error', code: ErrorCode.sessionExpired })
  world.deliver()
  expect(world.state.sessions.size).toBe(0)
})

test('a new reign forgets what was foreseen', () => {
  const world = World.open()
  world.propose(CLOSE)
  world.propose(create('/a'), { session: BOB })
  world.preparer.reset()
  expect(world.preparer.outstanding).toBe(0)
  expect(world.propose(create('/a')).operation.type).toBe('create')
})

test('an id is its 64 bits, with or without a sign', () => {
  expect(sessionId(-1n)).toBe(sessionId(0xffff_ffff_ffff_ffffn))
  expect(formatSessionId(sessionId(0x0100_000c_dfe0_0000n))).toBe('0x100000cdfe00000')
  expect(formatSessionId(BOB)).toBe('0xfe00000000000002')
})
