/**
 * Each recipe, and each of its requests in turn: the connection ends instead of the answer, once before the request was carried
 * out and once after. Whatever is lost, the recipe ends as if nothing had been.
 */
import { expect, test } from 'vitest'
import { type Client, connect } from '../../src/index.ts'
import {
  acquirePermit,
  barrier,
  campaign,
  enterBarrier,
  joinGroup,
  lock,
  membersOf,
  queue,
  readLock,
  registerService,
  writeLock,
} from '../../src/recipes/index.ts'
import { type Loss, Znodes } from './znodes.ts'

type Recipe = readonly [name: string, run: (client: Client, znodes: Znodes) => Promise<unknown>, left: object]

/** What is held exists once while it is held, and not afterwards. */
async function heldOnce(
  held: { readonly fencingToken: number; release(): Promise<void> },
  znodes: Znodes,
  path: string,
): Promise<void> {
  expect([znodes.childrenOf(path).length, held.fencingToken > 0]).toEqual([1, true])
  await held.release()
}

const RECIPES: readonly Recipe[] = [
  ['a lock', async (client, znodes) => heldOnce(await lock(client, '/l'), znodes, '/l'), { '/l': [] }],
  ['a read lock', async (client, znodes) => heldOnce(await readLock(client, '/l'), znodes, '/l'), { '/l': [] }],
  ['a write lock', async (client, znodes) => heldOnce(await writeLock(client, '/l'), znodes, '/l'), { '/l': [] }],
  ['a leadership', async (client, znodes) => heldOnce(await campaign(client, '/l'), znodes, '/l'), { '/l': [] }],
  [
    'a permit',
    async (client, znodes) => heldOnce(await acquirePermit(client, '/s', { permits: 1 }), znodes, '/s/leases'),
    { '/s/leases': [], '/s/locks': [] },
  ],
  [
    'a membership',
    async (client, znodes) => {
      const membership = await joinGroup(client, '/g', 'ada')
      expect((await membersOf(client, '/g')).map(({ text }) => text)).toEqual(['ada'])
      await heldOnce(membership, znodes, '/g')
    },
    { '/g': [] },
  ],
  [
    'a service',
    async (client, znodes) => heldOnce(await registerService(client, '/g', 'a:1'), znodes, '/g'),
    { '/g': [] },
  ],
  [
    'a barrier',
    async (client, znodes) => {
      await barrier(client, '/b').set()
      expect(znodes.has('/b')).toBe(true)
      await barrier(client, '/b').remove()
      await barrier(client, '/b').wait()
      expect(znodes.has('/b')).toBe(false)
    },
    {},
  ],
  [
    'a gathering',
    async (client, znodes) => {
      const gathering = await enterBarrier(client, '/b', { size: 1 })
      expect(znodes.childrenOf('/b')).toHaveLength(2)
      await gathering.leave()
    },
    { '/b': [] },
  ],
  [
    'an item that is put',
    (client) => queue(client, '/q').put('x'),
    { '/q/entries': ['entry-100-0000000000'], '/q/taken': [] },
  ],
  [
    'an item that is done',
    async (client) => {
      await queue(client, '/q').put('x', { priority: 7 })
      const item = await queue(client, '/q').take()
      expect(item.text).toBe('x')
      await item.done()
    },
    { '/q/entries': [], '/q/taken': [] },
  ],
  [
    'an item that is given back',
    async (client) => {
      await queue(client, '/q').put('x')
      await (await queue(client, '/q').take()).release()
    },
    { '/q/entries': ['entry-100-0000000000'], '/q/taken': [] },
  ],
]

test.each(RECIPES)('%s', async (_, run, left) => {
  const undisturbed = await played(run, undefined)
  expect(leftIn(undisturbed, left)).toEqual(left)
  const losses = undisturbed.asked.flatMap((_each, i) => [
    { at: i + 1, carriedOut: false },
    { at: i + 1, carriedOut: true },
  ])
  expect(losses.length).toBeGreaterThan(2)
  const outcomes = await Promise.all(
    losses.map(async (loss) => {
      const what = `${undisturbed.asked[loss.at - 1]}, request ${loss.at}, ${loss.carriedOut ? 'carried out' : 'never heard'}`
      try {
        return [what, leftIn(await played(run, loss), left)]
      } catch (error) {
        return [what, String(error)]
      }
    }),
  )
  expect(outcomes).toEqual(outcomes.map(([what]) => [what, left]))
})

async function played(run: Recipe[1], loss: Loss | undefined): Promise<Znodes> {
  const znodes = new Znodes(loss)
  const client = await connect({ hosts: 'one:1', transport: znodes.server.transport })
  await run(client, znodes)
  await client.close()
  return znodes
}

function leftIn(znodes: Znodes, expected: object): object {
  return Object.fromEntries(Object.keys(expected).map((path) => [path, znodes.childrenOf(path)]))
}
