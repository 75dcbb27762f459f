/** Watches of both sorts, against a server that is told what to say. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ZnodeEvent } from '../../src/index.ts'
import { connected, rejection, STAT } from '../scripted.ts'

const everythingIsThere = {
  answer: ({ type }: { readonly type: string }) =>
    type === 'exists' ? ({ type: 'stat', stat: STAT } as const) : undefined,
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a one-shot watch is called once, and only for what it watches', async () => {
  const { client, server } = await connected(everythingIsThere)
  const events: ZnodeEvent[] = []
  await client.exists('/a', { watch: (event) => events.push(event) })
  server.notify('children-changed', '/a')
  server.notify('data-changed', '/b')
  server.notify('data-changed', '/a', 9)
  server.notify('deleted', '/a')
  await vi.advanceTimersByTimeAsync(0)
  expect(events).toEqual([{ type: 'data-changed', path: '/a', zxid: 9 }])
})

test('a watch on what does not exist waits for it, also on the next connection', async () => {
  const { client, server } = await connected({
    answer: ({ type }) => (type === 'exists' || type === 'get-data' ? { type: 'error', code: -101 } : undefined),
  })
  const events: ZnodeEvent[] = []
  expect(await client.exists('/a', { watch: (event) => events.push(event) })).toBeUndefined()
  expect(await rejection(client.getData('/b', { watch: (event) => events.push(event) }))).toMatchObject({
    ...{ code: 'NO_NODE', path: '/b', message: '/b does not exist', wireCode: -101 },
  })
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  const lists = { data: [], exists: ['/a'], child: [], persistent: [], persistentRecursive: [] }
  expect(server.asked.at(-1)?.request).toEqual({ type: 'set-watches', relativeZxid: 1, ...lists })
  server.notify('created', '/a', -1)
  await vi.advanceTimersByTimeAsync(0)
  expect(events).toEqual([{ type: 'created', path: '/a', zxid: undefined }])
})

test('a signal takes a one-shot watch back, also one whose read was not answered yet', async () => {
  const { client, server } = await connected(everythingIsThere)
  const events: ZnodeEvent[] = []
  const given = new AbortController()
  const options = { watch: (event: ZnodeEvent) => events.push(event), signal: given.signal }
  await client.exists('/early', options)
  const late = rejection(client.exists('/late', options))
  given.abort(new Error('enough'))
  expect(await late).toMatchObject({ message: 'enough' })
  await vi.advanceTimersByTimeAsync(0)
  for (const path of ['/early', '/late']) server.notify('deleted', path)
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  expect(events).toEqual([])
  expect(server.asked.map(({ request }) => request.type)).toEqual(['exists', 'exists'])
})

test('a lasting watch is set at once, tells everything, and a gap after every lost connection', async () => {
  const { client, server } = await connected({})
  const watch = client.watch('/a', { recursive: true })
  await vi.advanceTimersByTimeAsync(0)
  expect(server.asked.map(({ request }) => request.type)).toEqual(['add-watch'])
  server.notify('created', '/a/b/c')
  server.notify('created', '/ab')
  server.notify('data-changed', '/a')
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  server.notify('deleted', '/a/b/c')
  const told = [await watch.next(), await watch.next(), await watch.next(), await watch.next()]
  expect(told.map(({ value }) => [value.type, value.path])).toEqual([
    ['created', '/a/b/c'],
    ['data-changed', '/a'],
    ['gap', '/a'],
    ['deleted', '/a/b/c'],
  ])
  expect(server.asked.at(-1)?.request).toMatchObject({ type: 'set-watches2', persistentRecursive: ['/a'] })
})

test('leaving the loop takes the watch back, when it was the last of its kind', async () => {
  const { client, server } = await connected({})
  const [one, other] = [client.watch('/a'), client.watch('/a')]
  server.notify('data-changed', '/a')
  for await (const { type } of one) {
    expect(type).toBe('data-changed')
    break
  }
  await vi.advanceTimersByTimeAsync(0)
  expect(server.asked.map(({ request }) => request.type)).toEqual(['add-watch', 'add-watch'])
  await other[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.asked.at(-1)?.request).toEqual({ type: 'remove-watches', path: '/a', watcherType: 'persistent' })
  expect(await one.next()).toEqual({ done: true, value: undefined })
})

test('servers before 3.9 are asked to remove a lasting watch in the way they understand', async () => {
  const { client, server } = await connected({
    answer: (request) =>
      request.type === 'remove-watches' && request.watcherType !== 'any' ? { type: 'error', code: -5 } : undefined,
  })
  await client.watch('/a').return?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.asked.at(-1)?.request).toMatchObject({ type: 'remove-watches', watcherType: 'any' })
})

test('a signal ends the loop with its reason', async () => {
  const { client } = await connected({})
  const given = new AbortController()
  const watch = client.watch('/a', { signal: given.signal })
  const next = rejection(watch.next())
  given.abort(new Error('enough'))
  expect(await next).toMatchObject({ message: 'enough' })
  expect(await watch.next()).toEqual({ done: true, value: undefined })
})

test('a watch that is refused throws to whoever reads it, and nowhere else', async () => {
  const { client } = await connected({
    answer: ({ type }) => (type === 'add-watch' ? { type: 'error', code: -6 } : undefined),
  })
  const watch = client.watch('/a')
  await vi.advanceTimersByTimeAsync(0)
  expect(await rejection(watch.next())).toMatchObject({ code: 'UNIMPLEMENTED' })
})

test('closing the client ends the loop without an error', async () => {
  const { client } = await connected({})
  const watch = client.watch('/a')
  const next = watch.next()
  await client.close()
  expect(await next).toEqual({ done: true, value: undefined })
})

test('for a slow reader what does not fit becomes one gap', async () => {
  const { client, server } = await connected({}, { limits: { watchEventsMax: 3 } })
  const watch = client.watch('/a')
  for (let i = 0; i < 5; i++) server.notify('data-changed', '/a')
  await vi.advanceTimersByTimeAsync(0)
  const types = [await watch.next(), await watch.next()].map(({ value }) => value.type)
  expect(types).toEqual(['gap', 'data-changed'])
})

test.each([
  ['', 3],
  [`/${'r'.repeat(100)}`, 5],
])('watches are set anew in requests of at most 128 KiB of paths, below %j', async (chroot, requests) => {
  const { client, server } = await connected(everythingIsThere, { hosts: `one:1${chroot}` })
  const paths = Array.from({ length: 3000 }, (_, i) => `/${'x'.repeat(100)}${i}`)
  await Promise.all(paths.map((path) => client.exists(path, { watch: () => {} })))
  client.watch('/lasting')
  server.disconnect()
  await vi.advanceTimersByTimeAsync(100)
  const sent = server.asked.flatMap(({ request }) =>
    request.type === 'set-watches' || request.type === 'set-watches2' ? [request] : [],
  )
  expect(sent.map(({ type }) => type)).toEqual([...Array(requests - 1).fill('set-watches'), 'set-watches2'])
  expect(sent.flatMap(({ data }) => data)).toEqual(paths.map((path) => chroot + path))
  for (const { data } of sent) expect(data.join().length).toBeLessThan(128 * 1024)
})
