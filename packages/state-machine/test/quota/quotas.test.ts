/** Quotas count silently, and refuse where they are enforced. ZooKeeper: ZooKeeperQuotaTest, EnforceQuotaTest, StatsTrackTest. */
import { decodeUtf8 } from '@quoll/bytes'
import { digestOf, ErrorCode, type PrepareOptions, SnapshotReader, SnapshotWriter } from '@quoll/state-machine'
import { describe, expect, it } from 'vitest'
import { parseLimits } from '../../src/quota/limits.ts'
import { bytes, create, multi, remove, setData, World } from '../fixtures/world.ts'

function limited(limits: string, options?: Partial<PrepareOptions>): World {
  const world = World.open({ extendedTypes: true, ...options })
  world.ask(create('/app', { data: bytes('four') }))
  world.ask(create('/app/a', { data: bytes('xy') }))
  world.ask(create('/zookeeper/quota/app'))
  world.ask(create('/zookeeper/quota/app/zookeeper_limits', { data: bytes(limits) }))
  world.ask(create('/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=0,bytes=0') }))
  return world
}

function usage({ state }: World, path = '/app'): string {
  const znode = state.lookup(`/zookeeper/quota${path}/zookeeper_stats`)
  return decodeUtf8((znode === undefined ? undefined : state.dataOf(znode)) ?? new Uint8Array())
}

describe('the usage of a subtree', () => {
  it('is counted when the stats appear, the top included', () => {
    expect(usage(limited('count=5,bytes=-1'))).toBe('count=2,bytes=6')
  })

  it('follows every change below, and tells nobody', () => {
    const world = limited('count=5,bytes=-1')
    const { changes } = world.run(create('/app/b', { data: bytes('123') }))
    expect(changes.map(({ path }) => path)).toEqual(['/app/b'])
    expect(usage(world)).toBe('count=3,bytes=9')
    world.ask(setData('/app/b', -1, bytes('1')))
    expect(usage(world)).toBe('count=3,bytes=7')
    world.ask(remove('/app/a'))
    world.ask(create('/other', { data: bytes('not counted') }))
    expect(usage(world)).toBe('count=2,bytes=5')
    const stats = world.state.lookup('/zookeeper/quota/app/zookeeper_stats')
    expect(stats === undefined ? undefined : world.state.statOf(stats).version).toBe(0)
  })

  it('is that of the longest path with a limit only', () => {
    const world = limited('count=5,bytes=-1')
    world.ask(create('/zookeeper/quota/app/a'))
    world.ask(create('/zookeeper/quota/app/a/zookeeper_limits', { data: bytes('count=9,bytes=9') }))
    world.ask(create('/zookeeper/quota/app/a/zookeeper_stats'))
    world.ask(create('/app/a/deep', { data: bytes('abc') }))
    expect(usage(world, '/app/a')).toBe('count=2,bytes=5')
    expect(usage(world)).toBe('count=2,bytes=6')
  })

  it('is not counted any more without limits, nor for a sibling that begins alike', () => {
    const world = limited('count=5,bytes=-1')
    world.ask(create('/application'))
    expect(usage(world)).toBe('count=2,bytes=6')
    world.ask(remove('/zookeeper/quota/app/zookeeper_limits'))
    world.ask(create('/app/late'))
    expect(usage(world)).toBe('count=2,bytes=6')
  })

  it('goes on after a snapshot, with the same digest', () => {
    const world = limited('count=5,bytes=-1')
    const reader = new SnapshotReader()
    const writer = new SnapshotWriter(world.state, world.last)
    for (let piece = writer.next(4096); piece !== undefined; piece = writer.next(4096)) reader.write(piece.slice())
    const restored = new World({ extendedTypes: true }, reader.finish().state, world.last)
    for (const each of [world, restored]) each.ask(create('/app/after', { data: bytes('z') }))
    expect(usage(restored)).toBe('count=3,bytes=7')
    expect(digestOf(restored.state)).toBe(digestOf(world.state))
  })
})

describe('a hard limit', () => {
  const hard = 'count=-1,bytes=-1=;byteHardLimit=8;countHardLimit=3'

  it('refuses nothing unless quotas are enforced', () => {
    const world = limited(hard)
    for (const name of ['b', 'c', 'd']) expect(world.codeOf(create(`/app/${name}`))).toBe(0)
  })

  it('refuses one znode too many, and one byte', () => {
    const world = limited(hard, { enforceQuota: true })
    expect(world.codeOf(setData('/app/a', -1, bytes('12345')))).toBe(ErrorCode.quotaExceeded)
    expect(world.codeOf(setData('/app/a', -1, bytes('1234')))).toBe(0)
    expect(world.codeOf(create('/app/b', { data: bytes('1') }))).toBe(ErrorCode.quotaExceeded)
    expect(world.codeOf(create('/app/b'))).toBe(0)
    expect(world.codeOf(create('/app/c'))).toBe(ErrorCode.quotaExceeded)
    expect(world.codeOf(remove('/app/b'))).toBe(0)
    expect(world.codeOf(create('/app/c'))).toBe(0)
    expect(world.codeOf(setData('/app/a', 77, bytes('12345')))).toBe(ErrorCode.quotaExceeded)
  })

  it('measures the operations of a multi against what is applied, each by itself', () => {
    const world = limited(hard, { enforceQuota: true })
    expect(world.ask(multi(create('/app/b'), create('/app/c'))).type).toBe('multi')
    expect(usage(world)).toBe('count=4,bytes=6')
    const refused = world.ask(multi(remove('/app/c'), create('/app/d')))
    expect(refused).toMatchObject({ type: 'multi', results: [{}, { type: 'error', code: ErrorCode.quotaExceeded }] })
  })
})

it('reads what clients of every age write', () => {
  expect(parseLimits(bytes('count=5,bytes=7'))).toEqual({ count: 5, bytes: 7, countHard: -1, bytesHard: -1 })
  expect(parseLimits(bytes('count=5,bytes=7=;byteHardLimit=9;countHardLimit=2'))).toEqual({
    count: 5,
    bytes: 7,
    countHard: 2,
    bytesHard: 9,
  })
  for (const junk of ['', 'count=', 'count=x,bytes=1e9', ',;=', '=5'])
    expect(parseLimits(bytes(junk))).toEqual({ count: -1, bytes: -1, countHard: -1, bytesHard: -1 })
  expect(parseLimits(Uint8Array.of(0xff, 0xfe))).toEqual({ count: -1, bytes: -1, countHard: -1, bytesHard: -1 })
})
