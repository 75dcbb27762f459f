/** Recipes by which clients wait for each other: shared locks, semaphores, barriers. */
import { beforeAll, expect, test } from 'vitest'
import type { Client } from '../../src/index.ts'
import { acquirePermit, barrier, enterBarrier, type HeldLock, readLock, writeLock } from '../../src/recipes/index.ts'
import { rejection } from '../scripted.ts'
import { onRealServers } from './real-servers.ts'

const passMs = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

onRealServers(['TCP'], (real) => {
  const { another, place, switchable } = real
  let client: Client
  let others: readonly Client[]
  beforeAll(async () => {
    client = real.client
    others = [client, await another(), await another()]
  })

  test('many read together, who writes is alone, and nobody goes before one who asked earlier', async () => {
    const at = await place()
    const order: string[] = []
    const [first, second] = await Promise.all([readLock(client, at), readLock(others[1]!, at)])
    const writing = writeLock(others[2]!, at).then(noting(order, 'write'))
    await untilChildren(client, at, 3)
    const reading = readLock(client, at).then(noting(order, 'read'))
    await first.release()
    await passMs(50)
    expect(order).toEqual([])
    await second.release()
    const writer = await writing
    await passMs(50)
    expect(order).toEqual(['write'])
    await writer.release()
    const reader = await reading
    expect([second.fencingToken, writer.fencingToken, reader.fencingToken].toSorted((a, b) => a - b)).toEqual([
      second.fencingToken,
      writer.fencingToken,
      reader.fencingToken,
    ])
    await reader.release()
    expect((await client.getChildren(at)).children).toEqual([])
  })

  test('under load no writer meets anybody', async () => {
    const at = await place()
    let [readers, writers, readersMost] = [0, 0, 0]
    await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const one = others[i % 3]!
        if (i % 5 === 0) {
          const held = await writeLock(one, at)
          expect([readers, ++writers]).toEqual([0, 1])
          await passMs(2)
          writers--
          await held.release()
        } else {
          const held = await readLock(one, at)
          readersMost = Math.max(readersMost, ++readers)
          expect(writers).toBe(0)
          await passMs(2)
          readers--
          await held.release()
        }
      }),
    )
    expect(readersMost).toBeGreaterThan(1)
  })

  test('a semaphore lets in as many as there are permits, and the next when one goes', async () => {
    const at = await place()
    let [inside, most] = [0, 0]
    await Promise.all(
      Array.from({ length: 9 }, async (_, i) => {
        const permit = await acquirePermit(others[i % 3]!, at, { permits: 3 })
        most = Math.max(most, ++inside)
        while (most < 3) await passMs(5)
        await passMs(60)
        inside--
        await permit.release()
      }),
    )
    expect(most).toBe(3)
    expect(await rejection(acquirePermit(client, at, { permits: 0 }))).toBeInstanceOf(TypeError)
  })

  test('a permit of a session that ends is free; who stops waiting takes none', async () => {
    const at = await place()
    const transport = switchable()
    const held = await acquirePermit(await another({ transport }), at, { permits: 1 })
    const given = new AbortController()
    const waiting = rejection(acquirePermit(others[1]!, at, { permits: 1, signal: given.signal }))
    await untilChildren(client, `${at}/leases`, 2)
    const next = acquirePermit(others[2]!, at, { permits: 1 })
    given.abort(new Error('too slow'))
    expect(await waiting).toMatchObject({ message: 'too slow' })
    const told = new Promise((resolve) => held.signal.addEventListener('abort', resolve))
    await transport.endSession()
    await told
    const permit = await next
    expect(permit.fencingToken).toBeGreaterThan(held.fencingToken)
    await permit.release()
    await client.sync(at)
    expect((await client.getChildren(`${at}/leases`)).children).toEqual([])
  })

  test('a barrier holds up who comes, until it is removed, through a lost connection too', async () => {
    const at = `${await place()}/barrier`
    const transport = switchable()
    const waiter = await another({ transport })
    await barrier(waiter, at).wait()
    await barrier(client, at).set()
    await barrier(client, at).set()
    await waiter.sync(at)
    let passed = false
    const waiting = barrier(waiter, at)
      .wait()
      .then(() => {
        passed = true
      })
    const timeout = await rejection(barrier(waiter, at).wait({ signal: AbortSignal.timeout(50) }))
    expect(timeout).toMatchObject({ name: 'TimeoutError' })
    transport.drop()
    await client.setData(at, 'a note')
    await waiter.sync(at)
    expect(passed).toBe(false)
    await barrier(client, at).remove()
    await waiting
    await barrier(client, at).remove()
  })

  test('so many begin together and end together, again and again', async () => {
    const at = await place()
    let [inside, left] = [0, 0]
    for (let round = 1; round <= 3; round++) {
      await Promise.all(
        others.map(async (one, i) => {
          await passMs(10 * i)
          const gathering = await enterBarrier(one, at, { size: 3 })
          expect(++inside).toBeGreaterThan(3 * (round - 1))
          await passMs(10 * (3 - i))
          left++
          await gathering.leave()
          expect(left).toBe(3 * round)
        }),
      )
      expect(inside).toBe(3 * round)
    }
    await client.sync(at)
    expect((await client.getChildren(at)).children).toEqual([])
  })

  test('who stops waiting does not count; who dies inside holds up nobody', async () => {
    const at = await place()
    const transport = switchable()
    const mortal = await another({ transport })
    const gaveUp = await rejection(enterBarrier(client, at, { size: 2, signal: AbortSignal.timeout(50) }))
    expect(gaveUp).toMatchObject({ name: 'TimeoutError' })
    await untilChildren(client, at, 0)
    const entering = enterBarrier(mortal, at, { size: 2 })
    await untilChildren(client, at, 1)
    const [one, two] = await Promise.all([entering, enterBarrier(client, at, { size: 2 })])
    const leaving = two.leave()
    await passMs(30)
    await transport.endSession()
    await leaving
    expect(await rejection(one.leave())).toMatchObject({ code: 'SESSION_EXPIRED' })
    // What let us in the last time is still there: the one who would have taken it away is dead.
    expect((await client.getChildren(at)).children).toEqual(['ready'])
    let isIn = false
    const again = enterBarrier(others[1]!, at, { size: 2 }).finally(() => {
      isIn = true
    })
    await untilChildren(client, at, 2)
    await passMs(50)
    expect(isIn).toBe(false)
    const both = await Promise.all([again, enterBarrier(client, at, { size: 2 })])
    await Promise.all(both.map((each) => each.leave()))
  })
})

function noting(order: string[], what: string): (held: HeldLock) => HeldLock {
  return (held) => {
    order.push(what)
    return held
  }
}

async function untilChildren(client: Client, path: string, count: number): Promise<void> {
  for (;;) {
    await client.sync(path)
    const { children } = await client.getChildren(path)
    if (children.length === count) return
    await passMs(5)
  }
}
