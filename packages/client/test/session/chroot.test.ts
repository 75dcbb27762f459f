/** What the ensemble is asked by a client with a chroot, and what the client makes of the answers. */
import { expect, test } from 'vitest'
import type { ZnodeEvent } from '../../src/index.ts'
import type { ClientRequest, Reply } from '../../src/testing/index.ts'
import { connected, rejection, STAT } from '../scripted.ts'

const HOSTS = { hosts: 'one:1/app' }

function asked(server: { readonly asked: readonly { readonly request: ClientRequest }[] }): unknown[] {
  return server.asked.map(({ request }) => ('path' in request ? request.path : request))
}

/** Answers as an ensemble would that has everything. */
function answer(request: ClientRequest): Reply | undefined {
  switch (request.type) {
    case 'create':
      return { type: 'path-and-stat', path: `${request.path}0000000001`, stat: STAT }
    case 'sync':
      return { type: 'path', path: request.path }
    case 'get-children2':
      return { type: 'children-and-stat', children: ['a', 'app'], stat: STAT }
    case 'get-ephemerals':
      return { type: 'children', children: ['/app', '/app/x', '/apple/y'] }
    case 'multi':
      return {
        type: 'multi',
        results: [
          { type: 'create2', path: '/app/n0000000007', stat: STAT },
          { type: 'error', code: -101 },
        ],
      }
    case 'exists':
      return { type: 'stat', stat: STAT }
    default:
      return undefined
  }
}

test('paths are longer on their way out and shorter on their way back', async () => {
  const { client, server } = await connected({ answer }, HOSTS)
  expect(client.chroot).toBe('/app')
  expect((await client.create('/n', 'x', { sequential: true })).path).toBe('/n0000000001')
  expect((await client.getChildren('/')).children).toEqual(['a', 'app'])
  await client.exists('/app')
  await client.sync('/')
  expect(await client.getEphemerals()).toEqual(['/', '/x'])
  expect(asked(server)).toEqual(['/app/n', '/app', '/app/app', '/app', { type: 'get-ephemerals', prefix: '/app' }])
})

test('what is no path stays one that the server refuses', async () => {
  const { client, server } = await connected({ answer }, HOSTS)
  await client.exists('no slash')
  await client.exists('')
  expect(asked(server)).toEqual(['no slash', ''])
})

test('parts of a transaction, and the errors of them, are named as the client knows them', async () => {
  const { client, server } = await connected({ answer }, HOSTS)
  const failed = await rejection(client.transaction().create('/n').delete('/gone').commit())
  expect(failed).toMatchObject({ code: 'NO_NODE', path: '/gone' })
  const [{ request } = { request: undefined }] = server.asked
  expect(request).toMatchObject({ operations: [{ path: '/app/n' }, { path: '/app/gone' }] })
})

test('watches hear of what they see, and are restored where they were', async () => {
  const { client, server } = await connected({ answer }, HOSTS)
  const events: ZnodeEvent[] = []
  await client.exists('/a', { watch: (event) => events.push(event) })
  const everything = client.watch('/', { recursive: true })
  server.notify('created', '/elsewhere')
  server.notify('created', '/apple')
  server.notify('created', '/app')
  server.notify('data-changed', '/app/a')
  expect((await everything.next()).value).toMatchObject({ type: 'created', path: '/' })
  expect((await everything.next()).value).toMatchObject({ type: 'data-changed', path: '/a' })
  expect(events).toMatchObject([{ type: 'data-changed', path: '/a' }])
  await client.exists('/b', { watch: () => {} })
  server.disconnect()
  await rejection(client.sync('/'))
  await client.sync('/')
  expect(server.asked.find(({ request }) => request.type === 'set-watches2')?.request).toMatchObject({
    data: ['/app/b'],
    persistentRecursive: ['/app'],
  })
  expect((await everything.next()).value).toEqual({ type: 'gap', path: '/' })
})
