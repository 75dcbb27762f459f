/** Frames over real sockets: however bytes are cut, what is too long, who is not there. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { tcpTransport } from '../src/index.ts'
import type { Link } from '../src/transport/transport.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

test('frames arrive whole, however their bytes were cut', async () => {
  const { heard, socket } = await linked()
  const bytes = [0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1, 9]
  for (const byte of bytes) {
    socket.write(Uint8Array.of(byte))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  socket.write(Uint8Array.of(...bytes, ...bytes))
  await until(() => heard.length === 6)
  expect(heard).toEqual(['1,2,3', '9', '1,2,3', '9', '1,2,3', '9'])
})

test('what is sent in one turn leaves together, in order, a length word before each', async () => {
  const { link, socket } = await linked()
  link.send(Uint8Array.of(1))
  link.send(Uint8Array.of(2, 3))
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  expect([...chunk]).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 3])
})

test.each([
  [[0x7f, 0xff, 0xff, 0xff], 'closed: the server announced a frame of 2147483647 bytes'],
  [[0xff, 0xff, 0xff, 0xff], 'closed: the server announced a frame of -1 bytes'],
])('a length of %j ends the connection before anything is read', async (word, told) => {
  const { heard, socket } = await linked()
  socket.write(Uint8Array.of(...word))
  await until(() => heard.length === 1)
  expect(heard).toEqual([told])
})

test('an end is told once, in words', async () => {
  const { heard, socket } = await linked()
  socket.end()
  await until(() => heard.length > 0)
  expect(heard).toEqual(['closed: the server closed it'])
})

test('nobody listens there', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const { heard } = dial(port)
  await until(() => heard.length > 0)
  expect(heard).toEqual(['closed: nobody listens there'])
})

test('after close nothing is heard any more', async () => {
  const { heard, link, socket } = await linked()
  link.close()
  link.send(Uint8Array.of(1))
  await once(socket, 'close')
  expect(heard).toEqual([])
})

async function linked(): Promise<{ readonly heard: string[]; readonly link: Link; readonly socket: Socket }> {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const { heard, link, opened } = dial((server.address() as AddressInfo).port)
  const [socket] = await accepted
  socket.on('error', () => {})
  await opened
  return { heard, link, socket }
}

function dial(port: number): { readonly heard: string[]; readonly link: Link; readonly opened: Promise<void> } {
  const heard: string[] = []
  let link: Link | undefined
  const opened = new Promise<void>((resolve) => {
    link = tcpTransport({ frameBytesMax: 1000 }).dial(
      { host: '127.0.0.1', port },
      {
        onOpen: resolve,
        onFrame: (frame) => heard.push([...frame].join()),
        onClosed: (why) => heard.push(`closed: ${why}`),
      },
    )
  })
  return { heard, link: link!, opened }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}
