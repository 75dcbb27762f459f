/** The client against real servers: Quoll, and Apache ZooKeeper where it is installed. */
import { beforeAll, expect, test } from 'vitest'
import { Acls, type Client, textOf, type WatchEvent, type ZnodeEvent } from '../../src/index.ts'
import { rejection } from '../scripted.ts'
import { onRealServers } from './real-servers.ts'
import type { SwitchableTransport } from './switchable-transport.ts'

onRealServers(['TCP', 'WebSocket', 'a chroot'], (real) => {
  let client: Client
  let transport: SwitchableTransport
  const { another, switchable } = real
  const place = (): Promise<string> => real.place(client)
  beforeAll(async () => {
    transport = switchable()
    client = await another({ transport })
  })

  test('create, read, change, delete; versions are kept', async () => {
    const at = await place()
    const created = await client.create(`${at}/a`, 'one')
    expect(created).toMatchObject({ path: `${at}/a`, stat: { version: 0, dataLength: 3 } })
    expect(await client.setData(`${at}/a`, 'two!', { version: 0 })).toMatchObject({ version: 1, dataLength: 4 })
    const { data, stat } = await client.getData(`${at}/a`)
    expect([textOf(data), stat.version, stat.czxid]).toEqual(['two!', 1, created.stat.czxid])
    expect(await rejection(client.delete(`${at}/a`, { version: 0 }))).toMatchObject({
      ...{ code: 'BAD_VERSION', path: `${at}/a`, definite: true },
    })
    await client.delete(`${at}/a`, { version: 1 })
    expect(await client.exists(`${at}/a`)).toBeUndefined()
    expect(client.lastZxid).toBeGreaterThan(created.stat.czxid)
  })

  test('nothing and empty are not the same', async () => {
    const at = await place()
    await client.create(`${at}/null`)
    await client.create(`${at}/empty`, '')
    expect((await client.getData(`${at}/null`)).data).toBeUndefined()
    expect((await client.getData(`${at}/empty`)).data).toEqual(new Uint8Array(0))
  })

  test('every sort of znode', async () => {
    const at = await place()
    const { path: first } = await client.create(`${at}/n-`, 'x', { sequential: true })
    const { path: second } = await client.create(`${at}/n-`, 'x', { sequential: true, ephemeral: true })
    expect([first, second]).toEqual([`${at}/n-0000000000`, `${at}/n-0000000001`])
    await client.create(`${at}/box`, undefined, { container: true })
    await client.create(`${at}/box/inside`)
    expect((await client.exists(second))?.ephemeralOwner).toBe(client.sessionId)
    expect(await client.getEphemerals(at)).toEqual([second])
    const { children, stat } = await client.getChildren(at)
    expect([[...children].sort(), stat.numChildren]).toEqual([['box', 'n-0000000000', 'n-0000000001'], 3])
    expect(await client.getAllChildrenNumber(at)).toBe(4)
    expect(await rejection(client.create(`${second}/below`))).toMatchObject({ code: 'NO_CHILDREN_FOR_EPHEMERALS' })
    expect(await rejection(client.delete(at))).toMatchObject({ code: 'NOT_EMPTY' })
    expect(await rejection(client.create(at))).toMatchObject({ code: 'NODE_EXISTS' })
    expect(await rejection(client.create('no slash'))).toMatchObject({ code: 'BAD_ARGUMENTS' })
  })

  test('a transaction happens together, or not at all and says why', async () => {
    const at = await place()
    const results = await client
      .transaction()
      .create(`${at}/a`, 'x')
      .setData(`${at}/a`, 'y', { version: 0 })
      .check(`${at}/a`, { version: 1 })
      .create(`${at}/b`)
      .delete(`${at}/b`)
      .commit()
    expect(results.map(({ type }) => type)).toEqual(['create', 'set-data', 'check', 'create', 'delete'])
    expect(results[0]).toMatchObject({ path: `${at}/a` })
    const failed = await rejection(
      client.transaction().setData(`${at}/a`, 'z').check(`${at}/gone`).create(`${at}/c`).commit(),
    )
    expect(failed).toMatchObject({
      ...{ code: 'NO_NODE', path: `${at}/gone`, definite: true },
      message: `part 2 of 3 (check ${at}/gone): ${at}/gone does not exist; nothing was changed`,
    })
    expect(textOf((await client.getData(`${at}/a`)).data)).toBe('y')
    expect(await client.transaction().commit()).toEqual([])
  })

  test('many reads in one request, each with a result of its own', async () => {
    const at = await place()
    await client.create(`${at}/a`, 'x')
    const [data, children, none] = await client.multiRead([
      { type: 'get-data', path: `${at}/a` },
      { type: 'get-children', path: at },
      { type: 'get-data', path: `${at}/gone` },
    ])
    expect(data).toMatchObject({ type: 'get-data', data: Uint8Array.of(120) })
    expect(children).toEqual({ type: 'get-children', children: ['a'] })
    expect(none).toMatchObject({ type: 'error', error: { code: 'NO_NODE', path: `${at}/gone` } })
  })

  test('ACLs, identities, and both on the next connection too', async () => {
    const at = await place()
    const dropping = switchable()
    const owner = await another({ transport: dropping, auth: { scheme: 'digest', credentials: 'ada:secret' } })
    await owner.create(`${at}/mine`, 'x', { acl: Acls.creator })
    await client.sync(at)
    expect(await rejection(client.getData(`${at}/mine`))).toMatchObject({ code: 'NO_AUTH', path: `${at}/mine` })
    dropping.drop()
    expect(textOf((await owner.getData(`${at}/mine`)).data)).toBe('x')
    const { acl, stat } = await owner.getAcl(`${at}/mine`)
    expect(acl).toEqual([{ perms: 31, scheme: 'digest', id: expect.stringMatching(/^ada:/) }])
    await owner.setAcl(`${at}/mine`, Acls.readOnly, { version: stat.aversion })
    await client.sync(at)
    expect(textOf((await client.getData(`${at}/mine`)).data)).toBe('x')
    expect((await owner.whoAmI()).map(({ scheme }) => scheme).sort()).toEqual(['digest', 'ip'])
    expect(await rejection(client.setAcl(`${at}/mine`, []))).toMatchObject({ code: 'INVALID_ACL' })
  })

  test('credentials that are refused', async () => {
    const one = await another()
    const refused = await rejection(one.addAuth({ scheme: 'nonsense', credentials: 'x' }))
    expect(refused).toMatchObject({ code: 'AUTH_FAILED' })
    expect(await one.exists('/')).toBeDefined()
  })

  test('one-shot watches', async () => {
    const at = await place()
    const events: ZnodeEvent[] = []
    const watch = (event: ZnodeEvent): unknown => events.push(event)
    await client.exists(`${at}/a`, { watch })
    await client.create(`${at}/a`, 'x')
    await client.getData(`${at}/a`, { watch })
    await client.getChildren(at, { watch })
    await client.setData(`${at}/a`, 'y')
    await client.setData(`${at}/a`, 'z')
    await client.delete(`${at}/a`)
    expect(events.map(({ type, path }) => [type, path])).toEqual([
      ['created', `${at}/a`],
      ['data-changed', `${at}/a`],
      ['children-changed', at],
    ])
  })

  test('a lasting watch tells of everything below, in order, through a lost connection, until it is left', async () => {
    const at = await place()
    const writer = await another()
    const watch = client.watch(at, { recursive: true })
    await client.sync(at)
    await writer.create(`${at}/a`)
    await writer.create(`${at}/a/b`, 'x')
    const [first, second] = [await watch.next(), await watch.next()]
    expect([first.value.path, second.value.path]).toEqual([`${at}/a`, `${at}/a/b`])
    transport.drop()
    const gap = await watch.next()
    expect(gap.value).toEqual({ type: 'gap', path: at })
    await writer.delete(`${at}/a/b`)
    const seen: WatchEvent[] = []
    for await (const event of watch) {
      seen.push(event)
      break
    }
    expect(seen).toMatchObject([{ type: 'deleted', path: `${at}/a/b` }])
    expect(await client.getChildren(`${at}/a`)).toMatchObject({ children: [] })
  })

  test('watches are taken back, all of a path at once, here and on the server', async () => {
    const at = await place()
    const events: ZnodeEvent[] = []
    await client.getData(at, { watch: (event) => events.push(event) })
    const lasting = client.watch(at)
    await client.sync(at)
    await client.removeWatches(at)
    expect(await lasting.next()).toEqual({ done: true, value: undefined })
    await client.setData(at, 'x')
    await client.sync(at)
    expect(events).toEqual([])
    expect(await rejection(client.removeWatches(at))).toMatchObject({ code: 'NO_WATCHER', path: at })
  })

  test('a one-shot watch survives a lost connection, and fires for what changed meanwhile', async () => {
    const at = await place()
    const [cuttable, writer] = [switchable(), await another()]
    await client.create(`${at}/quiet`)
    const reader = await another({ transport: cuttable })
    await reader.sync(at)
    const told = new Promise<ZnodeEvent>((resolve) => reader.getData(at, { watch: resolve }))
    const later = new Promise<ZnodeEvent>((resolve) => reader.getData(`${at}/quiet`, { watch: resolve }))
    await reader.sync(at)
    cuttable.cut()
    await writer.setData(at, 'changed')
    cuttable.heal()
    expect(await told).toMatchObject({ type: 'data-changed', path: at })
    await writer.delete(`${at}/quiet`)
    expect(await later).toMatchObject({ type: 'deleted', path: `${at}/quiet` })
    expect(reader.state).toBe('connected')
  })

  test('the session and its ephemeral znodes outlive a lost connection, and end with close', async () => {
    const at = await place()
    const cuttable = switchable()
    const one = await another({ transport: cuttable })
    const { sessionId } = one
    await one.create(`${at}/mine`, '', { ephemeral: true })
    const answers = [cuttable.drop(), one.exists(`${at}/mine`)] as const
    expect((await answers[1])?.ephemeralOwner).toBe(sessionId)
    expect(one.sessionId).toBe(sessionId)
    await one.close()
    await client.sync(at)
    expect(await client.exists(`${at}/mine`)).toBeUndefined()
  })

  test('a session that was ended elsewhere: expired, told to everybody who waits', async () => {
    const at = await place()
    const shared = switchable()
    const one = await another({ transport: shared })
    await one.create(`${at}/mine`, '', { ephemeral: true })
    const watch = one.watch(at)
    const end = new Promise((resolve) => one.signal.addEventListener('abort', resolve))
    await shared.endSession()
    await end
    expect(one.state).toBe('expired')
    expect(await rejection(one.getData(at))).toMatchObject({ code: 'SESSION_EXPIRED', definite: true })
    const told = await rejection(
      (async () => {
        for await (const _ of watch);
      })(),
    )
    expect(told).toMatchObject({ code: 'SESSION_EXPIRED' })
    await client.sync(at)
    expect(await client.exists(`${at}/mine`)).toBeUndefined()
  })

  test('cut off for its whole timeout a client gives its session up, and the ensemble does too', async () => {
    const at = await place()
    const cuttable = switchable()
    const one = await another({ transport: cuttable })
    await one.create(`${at}/mine`, '', { ephemeral: true })
    await client.sync(at)
    const gone = new Promise<ZnodeEvent>((resolve) => client.exists(`${at}/mine`, { watch: resolve }))
    const end = new Promise((resolve) => one.signal.addEventListener('abort', resolve))
    cuttable.cut()
    const waiting = rejection(one.setData(at, 'never sent'))
    await end
    expect(await waiting).toMatchObject({ code: 'SESSION_EXPIRED', definite: true })
    expect(await gone).toMatchObject({ type: 'deleted' })
  })

  test('a signal stops the waiting, and nothing else', async () => {
    const at = await place()
    const given = new AbortController()
    const waiting = rejection(client.getData(at, { signal: given.signal }))
    given.abort(new Error('enough'))
    expect(await waiting).toMatchObject({ message: 'enough' })
    expect(await rejection(client.getData(at, { signal: AbortSignal.abort(new Error('never')) }))).toMatchObject({
      message: 'never',
    })
    expect(await client.getData(at)).toMatchObject({ data: undefined })
  })

  test('ten thousand requests without waiting for one', async () => {
    const at = await place()
    const writes = Array.from({ length: 1000 }, (_, i) => client.create(`${at}/${i}`, `${i}`))
    const reads = Array.from({ length: 9000 }, (_, i) => client.getData(`${at}/${i % 1000}`))
    const [, answers] = await Promise.all([Promise.all(writes), Promise.all(reads)])
    expect(answers.every(({ data }, i) => textOf(data) === `${i % 1000}`)).toBe(true)
  })
})
