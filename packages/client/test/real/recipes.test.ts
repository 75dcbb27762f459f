/** Recipes against real servers: Quoll, and Apache ZooKeeper where it is installed. */
import { beforeAll, expect, test } from 'vitest'
import type { Client } from '../../src/index.ts'
import { campaign, configCell, counter, ensurePath, leaderOf, lock } from '../../src/recipes/index.ts'
import { rejection } from '../scripted.ts'
import { onRealServers } from './real-servers.ts'

onRealServers(['TCP'], (real) => {
  const { another, switchable } = real
  let client: Client
  beforeAll(() => {
    client = real.client
  })

  test('ensurePath makes what is missing, once', async () => {
    await Promise.all([ensurePath(client, '/deep/er/still', 'x'), ensurePath(await another(), '/deep/er/still', 'x')])
    await ensurePath(client, '/deep/er/still', 'y')
    expect((await client.getData('/deep/er/still')).stat).toMatchObject({ version: 0, dataLength: 1 })
    expect((await client.getData('/deep')).data).toBeUndefined()
  })

  test('one holder at a time, in order, every one with a larger fencing token', async () => {
    const clients = await Promise.all([client, another(), another(), another()])
    const tokens: number[] = []
    let holders = 0
    await Promise.all(
      Array.from({ length: 24 }, async (_, i) => {
        await using held = await lock(clients[i % 4]!, '/locks/busy')
        expect(++holders).toBe(1)
        tokens.push(held.fencingToken)
        await new Promise((resolve) => setTimeout(resolve, 1))
        expect(held.signal.aborted).toBe(false)
        holders--
      }),
    )
    expect(tokens).toHaveLength(24)
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b))
    await client.sync('/locks/busy')
    expect((await client.getChildren('/locks/busy')).children).toEqual([])
  })

  test('who stops waiting leaves the line', async () => {
    const held = await lock(client, '/locks/left')
    const given = new AbortController()
    const waiting = rejection(lock(await another(), '/locks/left', { signal: given.signal }))
    const third = lock(await another(), '/locks/left')
    given.abort(new Error('too slow'))
    expect(await waiting).toMatchObject({ message: 'too slow' })
    await held.release()
    await (await third).release()
    expect(held.signal.aborted).toBe(true)
    await held.release()
  })

  test('a holder whose session ends is told, and the next one holds it', async () => {
    const transport = switchable()
    const held = await lock(await another({ transport }), '/locks/lost')
    const next = lock(client, '/locks/lost')
    const told = new Promise((resolve) => held.signal.addEventListener('abort', resolve))
    await transport.endSession()
    await told
    expect(held.signal.reason).toMatchObject({ code: 'SESSION_EXPIRED' })
    const second = await next
    expect(second.fencingToken).toBeGreaterThan(held.fencingToken)
    await held.release()
    await second.release()
  })

  test('a holder whose znode somebody deletes is told, changes of it notwithstanding', async () => {
    const held = await lock(client, '/locks/deleted')
    const told = new Promise((resolve) => held.signal.addEventListener('abort', resolve))
    await client.setData(held.path, 'a note')
    await client.sync(held.path)
    expect(held.signal.aborted).toBe(false)
    await client.delete(held.path)
    await told
    expect(held.signal.reason).toMatchObject({ code: 'NO_NODE', path: held.path })
  })

  test('a lost connection loses neither the lock nor the place in the line', async () => {
    const [holding, waiting] = [switchable(), switchable()]
    const held = await lock(await another({ transport: holding }), '/locks/cut')
    const waiter = await another({ transport: waiting })
    const next = lock(waiter, '/locks/cut')
    holding.drop()
    // While the place is being taken, and while it is waited in.
    for (let i = 0; i < 5; i++) {
      waiting.drop()
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    expect(held.signal.aborted).toBe(false)
    await held.release()
    const second = await next
    expect((await waiter.getChildren('/locks/cut')).children).toHaveLength(1)
    await second.release()
  })

  test('one leads, the others know who, and follow when it resigns', async () => {
    const other = await another()
    expect(await leaderOf(client, '/election')).toBeUndefined()
    const first = await campaign(client, '/election', { name: 'ada' })
    const second = campaign(other, '/election', { name: 'bob' })
    await other.sync('/election')
    expect(await leaderOf(other, '/election')).toEqual({ name: 'ada', fencingToken: first.fencingToken })
    await first.release()
    const leadership = await second
    expect(leadership.fencingToken).toBeGreaterThan(first.fencingToken)
    await client.sync('/election')
    expect((await leaderOf(client, '/election'))?.name).toBe('bob')
    await leadership.release()
  })

  test('every addition counts once', async () => {
    const clients = await Promise.all([client, another(), another()])
    const counters = clients.map((one) => counter(one, '/counters/visits'))
    expect(await counters[0]!.get()).toBe(0)
    const results = await Promise.all(Array.from({ length: 30 }, (_, i) => counters[i % 3]!.add(1)))
    expect([...results].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(await counters[0]!.add(-30)).toBe(0)
    await client.setData('/counters/visits', 'many')
    expect(await rejection(counters[0]!.get())).toMatchObject({
      message: '/counters/visits holds "many", which is no whole number',
    })
  })

  test('configuration: the value now, then every new one', async () => {
    const transport = switchable()
    const reader = await another({ transport })
    const cell = configCell(client, '/config/app')
    const seen = configCell(reader, '/config/app').changes()
    expect((await seen.next()).value).toBeUndefined()
    await cell.set('one')
    expect((await seen.next()).value).toMatchObject({ text: 'one', version: 0 })
    transport.cut()
    await cell.set('two')
    await cell.set('three')
    transport.heal()
    let latest = (await seen.next()).value
    // The peer it comes back to may not have heard of the third yet.
    if (latest?.text === 'two') latest = (await seen.next()).value
    expect(latest).toMatchObject({ text: 'three', version: 2 })
    expect(await rejection(cell.set('stale', { version: 1 }))).toMatchObject({ code: 'BAD_VERSION' })
    await cell.set('four', { version: 2 })
    expect((await seen.next()).value).toMatchObject({ text: 'four' })
    expect(await cell.get()).toMatchObject({ text: 'four', version: 3 })
    await client.delete('/config/app')
    expect((await seen.next()).value).toBeUndefined()
    const end = seen.next()
    await reader.close()
    expect((await end).done).toBe(true)
  })

  test('configuration: a signal ends the loop with its reason', async () => {
    const seen = configCell(client, '/config/none').changes({ signal: AbortSignal.timeout(100) })
    expect((await seen.next()).value).toBeUndefined()
    expect(await rejection(seen.next())).toMatchObject({ name: 'TimeoutError' })
  })
})
