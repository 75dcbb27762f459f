/**
 * Every fault on a real ensemble of three, with clients that write to each peer all the while: who elects, who resigns, who
 * merely waits, and at the end, on every peer, everything that was ever acknowledged.
 */
import { connect } from '@quoll/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalUp } from '../support/local-up.ts'
import { Witness } from '../support/witness.ts'

const PATIENCE_MS = 30_000

let up: LocalUp
let witnesses: ReadonlyMap<number, Witness>

beforeAll(async () => {
  up = await LocalUp.start()
  witnesses = new Map(up.announced.peers.map(({ id, client }) => [id, new Witness(client, `by-${id}`)]))
}, PATIENCE_MS)

afterAll(async () => {
  await Promise.all([...witnesses.values()].map((witness) => witness.end()))
  await up.end()
}, PATIENCE_MS)

const others = (id: number): number[] => [1, 2, 3].filter((other) => other !== id)
const writes = (id: number, count = 5): Promise<number> => {
  const witness = witnesses.get(id)
  if (witness === undefined) throw new Error(`nobody writes to ${id}`)
  return witness.writes(count)
}
const becomes = (id: number, role: string): Promise<unknown> =>
  up.until(`${id} is ${role}`, async () => ((await up.status(id))?.role === role ? true : undefined))

async function healed(): Promise<void> {
  expect((await up.say('heal')).faults).toEqual([])
  await up.allServe()
  await Promise.all([1, 2, 3].map((id) => writes(id)))
}

test(
  'a leader that is cut off: the others elect, it resigns, and it follows once it is healed',
  async () => {
    const old = await up.leader()
    const [low, high] = others(old.id)
    expect(await up.say(`partition ${old.id} ${low},${high}`)).toMatchObject({ done: expect.any(String) })
    const heir = await up.leader(old.id)
    expect(heir.epoch).toBeGreaterThan(old.epoch)
    await becomes(old.id, 'looking')
    await writes(heir.id)
    await healed()
    expect(await up.leader()).toMatchObject({ id: heir.id, epoch: heir.epoch })
  },
  PATIENCE_MS,
)

test(
  'a follower that does not hear its leader, and is heard: it drops out, the leader stays',
  async () => {
    const leader = await up.leader()
    const [deaf = 0, other = 0] = others(leader.id)
    await up.say(`cut-one-way ${leader.id} ${deaf}`)
    await becomes(deaf, 'looking')
    await Promise.all([writes(leader.id), writes(other)])
    await healed()
    expect(await up.leader()).toMatchObject({ id: leader.id, epoch: leader.epoch })
  },
  PATIENCE_MS,
)

test(
  'a leader that is heard and hears nobody resigns, and the others elect',
  async () => {
    const old = await up.leader()
    for (const id of others(old.id)) await up.say(`cut-one-way ${id} ${old.id}`)
    const heir = await up.leader(old.id)
    expect(heir.epoch).toBeGreaterThan(old.epoch)
    await writes(heir.id)
    await healed()
  },
  PATIENCE_MS,
)

test(
  'slow disks of a majority: every write waits for one, nobody elects',
  async () => {
    const leader = await up.leader()
    const [one, two] = others(leader.id)
    for (const id of [one, two]) await up.say(`slow-disk ${id} 200`)
    await writes(leader.id, 2)
    expect(await writes(leader.id, 3)).toBeGreaterThan(199)
    expect(await up.leader()).toMatchObject({ id: leader.id, epoch: leader.epoch })
    // It is the disk of the peer that is slow, not its process: a new one finds it so.
    expect(await up.say(`restart ${one}`)).toMatchObject({
      faults: [expect.stringContaining('200 ms'), expect.any(String)],
    })
    await up.allServe()
    expect(await writes(leader.id, 3)).toBeGreaterThan(199)
    await healed()
    await up.until('a write is quick', async () => ((await writes(leader.id, 1)) < 199 ? true : undefined))
  },
  PATIENCE_MS,
)

test(
  'slow links to a majority: the same',
  async () => {
    const leader = await up.leader()
    for (const id of others(leader.id)) await up.say(`slow-link ${leader.id} ${id} 60`)
    await writes(leader.id, 2)
    expect(await writes(leader.id, 3)).toBeGreaterThan(119)
    expect(await up.leader()).toMatchObject({ id: leader.id, epoch: leader.epoch })
    await healed()
  },
  PATIENCE_MS,
)

test(
  'a leader that is paused: the others elect; resumed it follows',
  async () => {
    const old = await up.leader()
    expect(await up.say(`pause ${old.id}`)).toMatchObject({ faults: [`${old.id} is paused`] })
    expect(await up.say(`pause ${old.id}`)).toEqual({ problem: `peer ${old.id} is paused already` })
    const heir = await up.leader(old.id)
    expect(heir.epoch).toBeGreaterThan(old.epoch)
    await writes(heir.id)
    await up.say(`resume ${old.id}`)
    await becomes(old.id, 'following')
    await healed()
  },
  PATIENCE_MS,
)

test(
  'a peer that is killed, and one that is stopped, are back when they are restarted',
  async () => {
    for (const how of ['kill', 'stop']) {
      const old = await up.leader()
      await up.say(`${how} ${old.id}`)
      await writes((await up.leader(old.id)).id)
      const before = up.announced.peers.find(({ id }) => id === old.id)?.pid
      const { peers } = await up.say(`restart ${old.id}`)
      expect(peers?.find(({ id }) => id === old.id)?.pid).not.toBe(before)
      await up.allServe()
    }
    await healed()
  },
  PATIENCE_MS,
)

test('what cannot be done is said', async () => {
  expect(await up.say('kill 7')).toEqual({ problem: 'there is no peer 7: peers are 1, 2 and 3' })
  expect(await up.say('kill')).toEqual({ problem: 'write kill PEER' })
})

test(
  'after all of that, everything acknowledged is on every peer, and the peers agree',
  async () => {
    await Promise.all([...witnesses.values()].map((witness) => witness.end()))
    const acknowledged = [...witnesses.values()].flatMap((witness) => witness.acknowledged)
    expect(acknowledged.length).toBeGreaterThan(100)
    for (const { client: hosts } of up.announced.peers) {
      await using client = await connect({ hosts })
      await client.sync('/')
      const present = new Set((await client.getChildren('/')).children)
      expect(acknowledged.filter((name) => !present.has(name))).toEqual([])
    }
    const digests = await up.until('all have applied the same', async () => {
      const all = await up.statuses()
      return new Set(all.map((one) => one?.applied)).size === 1 ? all.map((one) => one?.digest) : undefined
    })
    expect(new Set(digests).size).toBe(1)
  },
  PATIENCE_MS,
)
