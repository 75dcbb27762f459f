/** Recipes by which clients share: work, and who is there. */
import { beforeAll, expect, test } from 'vitest'
import { type Client, textOf } from '../../src/index.ts'
import {
  discoverService,
  followGroup,
  joinGroup,
  type Members,
  membersOf,
  queue,
  registerService,
} from '../../src/recipes/index.ts'
import { rejection } from '../scripted.ts'
import { onRealServers } from './real-servers.ts'

const passMs = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const texts = (members: Members): string[] => members.map(({ text }) => text)

onRealServers(['TCP'], (real) => {
  const { another, place, switchable } = real
  let client: Client
  beforeAll(() => {
    client = real.client
  })

  test('items come out once each, in order, the urgent ones first', async () => {
    const work = queue(client, `${await place()}/queue`)
    expect(await work.length()).toBe(0)
    const waiting = work.take()
    await work.put('first of all')
    const first = await waiting
    await work.put('one')
    await work.put('two')
    await work.put('urgent', { priority: 0 })
    await work.put('some time', { priority: 999 })
    expect(await work.length()).toBe(5)
    expect(first.text).toBe('first of all')
    await first.done()
    expect(first.signal.reason).toMatchObject({ code: 'CLOSED' })
    const seen: string[] = []
    let token = first.fencingToken
    for (let n = 0; n < 4; n++) {
      const item = await work.take()
      expect(item.fencingToken).toBeGreaterThan(token)
      token = item.fencingToken
      seen.push(item.text)
      await item.done()
    }
    expect(seen).toEqual(['urgent', 'one', 'two', 'some time'])
    expect(await work.length()).toBe(0)
    expect(await rejection(work.take({ signal: AbortSignal.timeout(50) }))).toMatchObject({ name: 'TimeoutError' })
    expect(await rejection(work.put('', { priority: 1000 }))).toBeInstanceOf(TypeError)
  })

  test('many workers: every item is done by one of them', async () => {
    const at = await place()
    const workers = [client, await another(), await another()]
    const done: string[] = []
    const taking = workers.map(async (one, i) => {
      const work = queue(one, at)
      for (let n = 0; n < 10; n++) {
        const item = await work.take()
        // Now and then somebody changes his mind.
        if ((n + i) % 4 === 0) {
          await item.release()
          n--
          i++
          continue
        }
        done.push(item.text)
        await item.done()
      }
    })
    await Promise.all(Array.from({ length: 30 }, (_, i) => queue(workers[i % 3]!, at).put(`${i}`)))
    await Promise.all(taking)
    expect(done.toSorted()).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`).toSorted())
    // What the others did may not have come to this client's peer yet.
    await client.sync(at)
    expect(await queue(client, at).length()).toBe(0)
  })

  test('what a session had in hand when it ended, somebody else gets; the first cannot finish it any more', async () => {
    const at = await place()
    const transport = switchable()
    const mortal = await another({ transport })
    await queue(mortal, at).put('precious')
    const held = await queue(mortal, at).take()
    const next = queue(client, at).take()
    const told = new Promise((resolve) => held.signal.addEventListener('abort', resolve))
    await transport.endSession()
    await told
    const item = await next
    expect([item.text, item.fencingToken > held.fencingToken]).toEqual(['precious', true])
    expect(await rejection(held.done())).toMatchObject({ code: 'SESSION_EXPIRED' })
    await item.done()
    expect(await queue(client, at).length()).toBe(0)
  })

  test('a claim that somebody deleted: done says so, and the item stays', async () => {
    const at = await place()
    const work = queue(client, at)
    await work.put('x')
    const item = await work.take()
    const [claim] = (await client.getChildren(`${at}/taken`)).children
    const told = new Promise((resolve) => item.signal.addEventListener('abort', resolve))
    await client.delete(`${at}/taken/${claim}`)
    await told
    expect(await rejection(item.done())).toMatchObject({ code: 'NO_NODE' })
    expect((await work.take()).text).toBe('x')
  })

  test('a queue goes through lost connections without losing or doubling anything', async () => {
    const at = await place()
    const [atPut, atTake] = [switchable(), switchable()]
    const [producer, consumer] = [await another({ transport: atPut }), await another({ transport: atTake })]
    const seen: string[] = []
    const taking = (async () => {
      while (seen.length < 40) {
        const item = await queue(consumer, at).take()
        seen.push(item.text)
        await item.done()
      }
    })()
    const putting = (async () => {
      for (let n = 0; n < 40; n++) await queue(producer, at).put(`${n}`)
    })()
    let isOver = false
    const dropping = (async () => {
      // Ever more seldom: a slow machine gets on, too.
      for (let everyMs = 60; ; everyMs *= 1.1) {
        await passMs(everyMs)
        if (isOver) return
        atPut.drop()
        atTake.drop()
      }
    })()
    await Promise.all([putting, taking]).finally(() => {
      isOver = true
    })
    await dropping
    expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => `${n}`))
    await client.sync(at)
    expect(await queue(client, at).length()).toBe(0)
    // A mark whose removal was lost goes with the session.
    await producer.close()
    await client.sync(at)
    expect((await client.getChildren(`${at}/puts`)).children).toEqual([])
  })

  test('a group: who is there, in the order in which they came, and every change of it', async () => {
    const at = `${await place()}/group`
    const transport = switchable()
    const other = await another()
    const watcher = await another({ transport })
    const seen = followGroup(watcher, at)
    const next = async (): Promise<string[] | undefined> => {
      const { value } = await seen.next()
      return value === undefined ? undefined : texts(value)
    }
    expect(await next()).toEqual([])
    const ada = await joinGroup(client, at, 'ada')
    expect(await next()).toEqual(['ada'])
    const bob = await joinGroup(other, at, 'bob')
    expect(await next()).toEqual(['ada', 'bob'])
    await client.setData(ada.path, 'ada, on holiday')
    expect(await next()).toEqual(['ada, on holiday', 'bob'])
    await client.sync(at)
    expect(texts(await membersOf(client, at))).toEqual(['ada, on holiday', 'bob'])

    transport.cut()
    await ada.release()
    await other.close()
    const cleo = await joinGroup(client, at, 'cleo')
    transport.heal()
    let latest = await next()
    while (latest?.join() !== 'cleo') latest = await next()
    expect(bob.signal.reason).toMatchObject({ code: 'CLOSED' })
    await cleo.release()
    expect(await next()).toEqual([])
    const end = seen.next()
    await watcher.close()
    expect((await end).done).toBe(true)
  })

  test('following a group stops with its signal, and with the loop', async () => {
    const at = await place()
    const seen = followGroup(client, at, { signal: AbortSignal.timeout(60) })
    expect((await seen.next()).value).toEqual([])
    expect(await rejection(seen.next())).toMatchObject({ name: 'TimeoutError' })
    for await (const members of followGroup(client, at)) {
      expect(members).toEqual([])
      break
    }
    await client.sync(at)
    expect(await rejection(client.removeWatches(at))).toMatchObject({ code: 'NO_WATCHER' })
  })

  test('services: the living are called in turn, the dead are not', async () => {
    const at = `${await place()}/api`
    const transport = switchable()
    const mortal = await another({ transport })
    const pool = await discoverService(client, at)
    expect(pool.pick()).toBeUndefined()
    const waiting = pool.use(async ({ address }) => address)
    await registerService(await another(), at, '10.0.0.1:80', { properties: { zone: 'a' } })
    expect(await waiting).toBe('10.0.0.1:80')
    await registerService(mortal, at, '10.0.0.2:80')
    await client.create(`${at}/no-instance`, 'a note of somebody')
    while (pool.instances.length < 2) await passMs(5)
    const [zoned] = pool.instances
    expect(zoned?.properties).toEqual({ zone: 'a' })
    expect([1, 2, 3, 4].map(() => pool.pick()?.address).toSorted()).toEqual([
      ...['10.0.0.1:80', '10.0.0.1:80', '10.0.0.2:80', '10.0.0.2:80'],
    ])
    expect(pool.pick(({ properties }) => properties['zone'] === 'a')).toBe(zoned)
    await transport.endSession()
    while (pool.instances.length > 1) await passMs(5)
    expect([pool.pick()?.address, pool.pick()?.address]).toEqual(['10.0.0.1:80', '10.0.0.1:80'])
    await pool.close()
    expect(pool.signal.reason).toMatchObject({ name: 'AbortError' })
    expect(pool.pick()?.address).toBe('10.0.0.1:80')
  })

  test('services: the least busy is called', async () => {
    const at = await place()
    for (const address of ['a', 'b', 'c']) await registerService(client, at, address)
    const pool = await discoverService(client, at, { strategy: 'least-busy' })
    const calls: string[] = []
    const ends: (() => void)[] = []
    const call = (): Promise<void> =>
      pool.use(({ address }) => {
        calls.push(address)
        return new Promise((done) => ends.push(done))
      })
    const running = [call(), call(), call()]
    await passMs(1)
    expect(calls.toSorted()).toEqual(['a', 'b', 'c'])
    ends[1]?.()
    await running[1]
    running.push(call())
    await passMs(1)
    expect(calls[3]).toBe(calls[1])
    expect(await rejection(pool.use(() => Promise.reject(new Error('the service said no'))))).toMatchObject({
      message: 'the service said no',
    })
    for (const end of ends) end()
    await Promise.all(running)
    await pool.close()
    const any = await discoverService(client, at, { strategy: 'random' })
    const picked = new Set(Array.from({ length: 200 }, () => any.pick()?.address))
    expect([...picked].toSorted()).toEqual(['a', 'b', 'c'])
    await any.close()
    expect(textOf(undefined)).toBe('')
  })
})
